/**
 * The types of EPC URNs that stand for a GS1 key (EPC Tag Data Standard). In each of them the company prefix and the
 * company's own number stand apart, and check digits are left out.
 */
export interface EpcType {
  /** `id` names one thing, `class` all things of a kind. */
  readonly kind: "id" | "class";
  readonly type: string;
  /** The key. */
  readonly ai: string;
  /** Digits of company prefix and number, after which a check digit follows; undefined where the number is free text. */
  readonly digits?: number;
  /** The number's first digit comes before the company prefix in the key. */
  readonly leading?: boolean;
  /** What the key begins with. */
  readonly filler?: string;
  /** Parts after the number that belong to the key too. */
  readonly appended?: number;
  /** Digits of each of these parts, where they have a fixed number. */
  readonly appendedDigits?: number;
  /** The AI of the last part. */
  readonly qualifier?: string;
  /** What the last part is where there is no qualifier. */
  readonly none?: string;
}

export const epcTypes: readonly EpcType[] = [
  { kind: "id", type: "sgtin", ai: "01", digits: 13, leading: true, qualifier: "21" },
  { kind: "class", type: "lgtin", ai: "01", digits: 13, leading: true, qualifier: "10" },
  { kind: "id", type: "upui", ai: "01", digits: 13, leading: true, qualifier: "235" },
  {
    kind: "id",
    type: "itip",
    ai: "8006",
    digits: 13,
    leading: true,
    appended: 2,
    appendedDigits: 2,
    qualifier: "21",
  },
  { kind: "id", type: "sscc", ai: "00", digits: 17, leading: true },
  { kind: "id", type: "sgln", ai: "414", digits: 12, qualifier: "254", none: "0" },
  { kind: "id", type: "pgln", ai: "417", digits: 12 },
  { kind: "id", type: "grai", ai: "8003", digits: 12, filler: "0", appended: 1 },
  { kind: "id", type: "gdti", ai: "253", digits: 12, appended: 1 },
  { kind: "id", type: "sgcn", ai: "255", digits: 12, appended: 1 },
  { kind: "id", type: "giai", ai: "8004" },
  { kind: "id", type: "ginc", ai: "401" },
  { kind: "id", type: "gsin", ai: "402", digits: 16 },
  { kind: "id", type: "gsrn", ai: "8018", digits: 17 },
  { kind: "id", type: "gsrnp", ai: "8017", digits: 17 },
  { kind: "id", type: "cpi", ai: "8010", qualifier: "8011" },
];

/** Characters of GS1 set 82 and set 39 that a part of a URN does not hold in plain; `%` only begins an escape. */
export const escapedOnly = /["#&/<>?]/;

/** Lengths of the company prefixes that EPC URNs know. */
export const shortestPrefix = 6;
export const longestPrefix = 12;

/** Parts of a URN after its type: company prefix, number, what belongs to the key too, and what qualifies it. */
export function partsOf({ appended = 0, qualifier }: EpcType): number {
  return 2 + appended + (qualifier === undefined ? 0 : 1);
}

/**
 * Whether the pattern of all things that differ in the last part only is the key itself: where that part is a serial number.
 * A GLN is no class of places.
 */
export function hasPattern({ kind, appended, qualifier, none }: EpcType): boolean {
  return kind === "id" && none === undefined && (appended !== undefined || qualifier !== undefined);
}
