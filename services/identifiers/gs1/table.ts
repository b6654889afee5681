/**
 * The application identifiers of the GS1 General Specifications as data: formats, checks, and what may stand beside what.
 *
 * A format is a list of components: character set (N digits, X set 82, Y set 39, Z base64url), length or range of lengths,
 * `?` where it may be missing, and after a colon the checks on its content. Only the last component present varies in length.
 * What has digits alone begins with a company prefix in any case.
 * Of the AIs listed here (7041), (8110) and (8112) are checked for character set and length only: none of them can stand
 * in a Digital Link.
 */
export interface ApplicationIdentifierRow {
  /** An AI, or the first and the last of a range. */
  readonly ai: string;
  readonly format: string;
  /** Its length is known from its first two digits; false unless given. */
  readonly fixedLength?: boolean;
  /** May be a query parameter of a Digital Link; true unless given. */
  readonly attribute?: boolean;
  /** Makes it a primary key; each text is one ordered sequence of optional qualifiers. */
  readonly qualifiers?: readonly string[];
  /** Each text must be met: one of its AIs, patterns or `+` groups stands beside this one. */
  readonly requires?: readonly string[];
  /** AIs or patterns that do not stand beside this one. */
  readonly excludes?: string;
}

const item = "01 02 03 8006 8026";
const unit = "01 02 8006 8026";
const gtin = "01 02";
const variableMeasure = "30 31nn 32nn 35nn 36nn";

/** Primary keys of the GS1 Digital Link standard. */
export const keyRows: readonly ApplicationIdentifierRow[] = [
  { ai: "00", format: "N18:csum", fixedLength: true, qualifiers: [""] },
  {
    ai: "01",
    format: "N14:csum",
    fixedLength: true,
    qualifiers: ["22 10 21", "235"],
    excludes: "255 37",
  },
  { ai: "253", format: "N13:csum X1-17?", qualifiers: [""] },
  { ai: "255", format: "N13:csum N1-12?", qualifiers: [""], excludes: "01 02 415 8006 8020 8026" },
  { ai: "401", format: "X1-30:gcp", qualifiers: [""] },
  { ai: "402", format: "N17:csum", qualifiers: [""] },
  { ai: "414", format: "N13:csum", fixedLength: true, qualifiers: ["254", "7040"] },
  { ai: "415", format: "N13:csum", fixedLength: true, qualifiers: ["8020"], requires: ["8020"] },
  { ai: "417", format: "N13:csum", fixedLength: true, qualifiers: ["7040"] },
  { ai: "8003", format: "N1:zero N13:csum X1-16?", qualifiers: [""] },
  { ai: "8004", format: "X1-30:gcp", qualifiers: ["7040"] },
  { ai: "8006", format: "N14:csum N4:pieceoftotal", qualifiers: ["22 10 21"], excludes: "01 37" },
  { ai: "8010", format: "Y1-30:gcp", qualifiers: ["8011"] },
  { ai: "8013", format: "X1-25:csumalpha,gcp", qualifiers: [""] },
  { ai: "8017", format: "N18:csum", qualifiers: ["8019"], excludes: "8018" },
  { ai: "8018", format: "N18:csum", qualifiers: ["8019"], excludes: "8017" },
];

/** AIs that only qualify a key, or stand in element strings alone. */
const restrictedRows: readonly ApplicationIdentifierRow[] = [
  { ai: "03", format: "N14:csum", fixedLength: true, excludes: "01 02 37" },
  { ai: "21", format: "X1-20", requires: ["01 03 8006"], excludes: "235" },
  { ai: "22", format: "X1-20", requires: ["01 8006"] },
  { ai: "235", format: "X1-28", requires: ["01"] },
  { ai: "254", format: "X1-20", requires: ["414"] },
  { ai: "7040", format: "N1 X1 X1 X1:importeridx" },
  { ai: "7041", format: "X1-4", requires: ["00"] },
  { ai: "8011", format: "N1-12:nozeroprefix", requires: ["8010"] },
  { ai: "8014", format: "X1-25:csumalpha,gcp,hasnondigit", requires: ["01"] },
  { ai: "8019", format: "N1-10", requires: ["8017 8018"] },
  { ai: "8020", format: "X1-25", requires: ["415"] },
  {
    ai: "8030",
    format: "Z1-90:digsig",
    requires: ["00 01+21 253 255 8003 8004 8006+21 8010+8011 8017 8018"],
  },
  { ai: "8110", format: "X1-70" },
  { ai: "8111", format: "N4", requires: ["255"] },
  { ai: "8112", format: "X1-70" },
  { ai: "8200", format: "X1-70", requires: ["01"] },
].map((row) => ({ ...row, attribute: false }));

/** Trade measures go with a GTIN; logistic ones also with an SSCC. Six digits; the AI's last digit is the decimal point. */
const tradeMeasures =
  "310 311 312 313 314 315 316 320 321 322 323 324 325 326 327 328 329 350 351 352 356 357 360 361 364 365 366";
const logisticMeasures =
  "330 331 332 333 334 335 336 340 341 342 343 344 345 346 347 348 349 353 354 355 362 363 367 368 369";

function measures(families: string, beside: string): ApplicationIdentifierRow[] {
  return families.split(" ").map((family) => ({
    ai: `${family}0-${family}5`,
    format: "N6",
    fixedLength: true,
    requires: [beside],
    excludes: `${family}n`,
  }));
}

function row(ai: string, format: string, ...requires: string[]): ApplicationIdentifierRow {
  return { ai, format, requires };
}

const productRows: readonly ApplicationIdentifierRow[] = [
  { ai: "02", format: "N14:csum", fixedLength: true, requires: ["37"], excludes: "01 03" },
  row("10", "X1-20", item),
  ...["11", "13", "15", "16"].map((ai) => ({ ...row(ai, "N6:yymmd0", item), fixedLength: true })),
  { ...row("12", "N6:yymmd0", "8020"), fixedLength: true },
  { ...row("17", "N6:yymmd0", `${item} 255`), fixedLength: true },
  { ...row("20", "N2", unit), fixedLength: true },
  row("240-241", "X1-30", unit),
  row("242", "N1-6", unit),
  row("243", "X1-20", "01"),
  row("250", "X1-30", "01 8006", "21"),
  row("251", "X1-30", "01 8006"),
  row("30", "N1-8", gtin),
  row("37", "N1-8", "00", "02 8026"),
  ...measures(tradeMeasures, gtin),
  ...measures(logisticMeasures, "00 01"),
  ...measures("337", "01"),
  row("7001", "N13", unit),
  row("7002", "X1-30", gtin),
  row("7003", "N6:yymmdd N4:hhmi", gtin),
  row("7004", "N1-4", "01", "10"),
  row("7005", "X1-12", gtin),
  row("7006", "N6:yymmdd", gtin),
  row("7007", "N6:yymmdd N6?:yymmdd", gtin),
  row("7008", "X1-3", gtin),
  row("7009", "X1-10", gtin),
  row("7010", "X1-2", gtin),
  row("7011", "N6:yymmdd N4?:hhmi", gtin),
  row("7020", "X1-20", "01 8006", "416"),
  row("7021", "X1-20", "01 8006"),
  row("7022", "X1-20", "7021"),
  { ai: "7023", format: "X1-30:gcp" },
  row("7030-7039", "N3:iso3166999 X1-27", gtin),
  row("710-716", "X1-20", "01"),
  row("7230-7239", "X2 X1-28", "01 8004"),
  row("7240", "X1-20", "01 8006"),
  row("8001", "N4:nonzero N5:nonzero N3:nonzero N1:winding N1", "01"),
  { ai: "8002", format: "X1-20" },
  row("8005", "N6", gtin),
  row("8008", "N6:yymmdd N2:hh N2?:mi N2?:ss", gtin),
  row("8009", "X1-50", "00 01"),
  row("8012", "X1-20", "01 8006"),
  { ...row("8026", "N14:csum N4:pieceoftotal", "37"), excludes: "02 8006" },
];

const priceRows: readonly ApplicationIdentifierRow[] = [
  { ...row("3900-3909", "N1-15", "255 8020"), excludes: "390n 391n 394n 8111" },
  { ...row("3910-3919", "N3:iso4217 N1-15", "8020"), excludes: "391n" },
  { ...row("3920-3929", "N1-15", "01", variableMeasure), excludes: "392n 393n" },
  { ...row("3930-3939", "N3:iso4217 N1-15", variableMeasure), excludes: "393n" },
  { ...row("3940-3943", "N4", "255"), excludes: "394n 8111" },
  { ...row("3950-3955", "N6", variableMeasure), excludes: "392n 393n 395n 8005" },
  row("8007", "X1-34:iban", "415"),
];

const countriesOfProcess = "N3:iso3166 N3?:iso3166 N3?:iso3166 N3?:iso3166 N3?:iso3166";

const placeRows: readonly ApplicationIdentifierRow[] = [
  { ai: "400", format: "X1-30" },
  row("403", "X1-30", "00"),
  { ai: "410-413", format: "N13:csum", fixedLength: true },
  { ai: "416", format: "N13:csum", fixedLength: true },
  { ai: "420", format: "X1-20", excludes: "421" },
  { ai: "421", format: "N3:iso3166 X1-9", excludes: "4307" },
  { ...row("422", "N3:iso3166", unit), excludes: "426" },
  { ...row("423", countriesOfProcess, gtin), excludes: "426" },
  { ...row("424", "N3:iso3166", gtin), excludes: "426" },
  { ...row("425", countriesOfProcess, gtin), excludes: "426" },
  row("426", "N3:iso3166", gtin),
  row("427", "X1-3", gtin, "422"),
];

const transportRows: readonly ApplicationIdentifierRow[] = [
  ...["430", "431"].flatMap((party) => [
    row(`${party}0-${party}1`, "X1-35:pcenc", "00"),
    row(`${party}2`, "X1-70:pcenc", "00"),
    row(`${party}3`, "X1-70:pcenc", `${party}2`),
    row(`${party}4-${party}6`, "X1-70:pcenc", "00"),
    row(`${party}7`, "X2:iso3166alpha2", "00"),
  ]),
  row("4308", "X1-30", "00"),
  row("4309", "N10:latitude N10:longitude", "00"),
  row("4318", "X1-20", "00"),
  row("4319", "X1-30", "00"),
  row("4320", "X1-35:pcenc", "00"),
  row("4321-4323", "N1:yesno", "00"),
  row("4324-4325", "N6:yymmd0 N4:hhmi", "00"),
  row("4326", "N6:yymmdd", "00"),
  { ...row("4330", "N6 X1?:hyphen", "00"), excludes: "4331" },
  { ...row("4331", "N6 X1?:hyphen", "00"), excludes: "4330" },
  { ...row("4332", "N6 X1?:hyphen", "00"), excludes: "4333" },
  { ...row("4333", "N6 X1?:hyphen", "00"), excludes: "4332" },
];

const personRows: readonly ApplicationIdentifierRow[] = [
  row("7241", "N2:mediatype", "8017 8018"),
  row("7242", "X1-25", "8017 8018"),
  { ...row("7250", "N8:yyyymmdd", "8018"), excludes: "7251" },
  { ...row("7251", "N8:yyyymmdd N4:hhmi", "8018"), excludes: "7250" },
  row("7252", "N1:iso5218", "8018"),
  { ...row("7253-7254", "X1-40:pcenc", "8017 8018"), excludes: "7256 7259" },
  { ...row("7255", "X1-10", "8017 8018"), excludes: "7256 7259" },
  row("7256", "X1-90:pcenc", "8017 8018"),
  row("7257", "X1-70:pcenc", "8018"),
  row("7258", "X3:posinseqslash", "8018+7259"),
  { ...row("7259", "X1-40:pcenc", "8018"), excludes: "7256" },
];

/** All AIs that are no primary key. */
export const attributeRows: readonly ApplicationIdentifierRow[] = [
  ...restrictedRows,
  ...productRows,
  ...priceRows,
  ...placeRows,
  ...transportRows,
  ...personRows,
  { ai: "90", format: "X1-30" },
  { ai: "91-99", format: "X1-90" },
];
