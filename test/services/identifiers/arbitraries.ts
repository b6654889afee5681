/** Random identifiers of every scheme, each of them right. */
import { createECDH } from "node:crypto";
import fc, { type Arbitrary } from "fast-check";
import {
  containerCheckDigit,
  modulo10CheckDigit,
  modulo97CheckDigits,
  socialCreditAlphabet,
  socialCreditCheckCharacter,
} from "../../../services/identifiers/checkDigits.js";
import { set82 } from "../../../services/identifiers/gs1/charsets.js";
import { checkCharacterPairOf } from "../../../services/identifiers/gs1/checkCharacterPair.js";
import {
  aasIdentifier,
  type Element,
  type Gs1Identifier,
  gs1Identifier,
  type Identifier,
  isLedgerIdentifier,
  type LedgerIdentifier,
  parseIdentifier,
  type Scheme,
} from "../../../services/identifiers/index.js";

function text(characters: string, minLength: number, maxLength: number): Arbitrary<string> {
  return fc.string({ unit: fc.constantFrom(...characters), minLength, maxLength });
}

const digits = (minLength: number, maxLength = minLength): Arbitrary<string> =>
  text("0123456789", minLength, maxLength);
const free = (max: number): Arbitrary<string> => text(set82, 1, max);
const checked = (length: number): Arbitrary<string> =>
  digits(length - 1).map((number) => number + modulo10CheckDigit(number));
const joined = (...parts: Arbitrary<string>[]): Arbitrary<string> =>
  fc.tuple(...parts).map((values) => values.join(""));
const perhaps = (ai: string, value: Arbitrary<string>): Arbitrary<Element[]> =>
  fc.option(value).map((given) => (given === null ? [] : [{ ai, value: given }]));
const sequence = (...parts: Arbitrary<Element[]>[]): Arbitrary<Element[]> =>
  fc.tuple(...parts).map((elements) => elements.flat());

const companyAndMore = joined(digits(4), text(set82, 0, 20));
const piece = fc.tuple(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 99 })).map((pair) =>
  pair
    .sort((a, b) => a - b)
    .map((number) => String(number).padStart(2, "0"))
    .join(""),
);
const itemQualifiers = sequence(perhaps("22", free(20)), perhaps("10", free(20)), perhaps("21", free(20)));
const extension = joined(digits(1), text("ABCabc012", 2, 2), text("ABCxyz09_-", 1, 1));

/** Keys with what may follow them. */
const keys: readonly (readonly [ai: string, value: Arbitrary<string>, qualifiers: Arbitrary<Element[]>])[] = [
  ["00", checked(18), fc.constant([])],
  ["01", checked(14), fc.oneof(itemQualifiers, perhaps("235", free(28)))],
  ["253", joined(checked(13), text(set82, 0, 17)), fc.constant([])],
  ["255", joined(checked(13), digits(0, 12)), fc.constant([])],
  ["401", companyAndMore, fc.constant([])],
  ["402", checked(17), fc.constant([])],
  ["414", checked(13), fc.oneof(perhaps("254", free(20)), perhaps("7040", extension))],
  ["415", checked(13), free(25).map((value) => [{ ai: "8020", value }])],
  ["417", checked(13), perhaps("7040", extension)],
  ["8003", joined(fc.constant("0"), checked(13), text(set82, 0, 16)), fc.constant([])],
  ["8004", companyAndMore, perhaps("7040", extension)],
  ["8006", joined(checked(14), piece), itemQualifiers],
  [
    "8010",
    joined(digits(4), text("ABC#-/019", 0, 20)),
    perhaps("8011", joined(text("123", 1, 1), digits(0, 11))),
  ],
  [
    "8013",
    companyAndMore.map((value) => value.slice(0, 23)).map((value) => value + checkCharacterPairOf(value)),
    fc.constant([]),
  ],
  ["8017", checked(18), perhaps("8019", digits(1, 10))],
  ["8018", checked(18), perhaps("8019", digits(1, 10))],
];

/** Attributes that may stand beside every key. */
const attributes = sequence(perhaps("90", free(30)), perhaps("400", free(30)), perhaps("99", free(90)));

const gs1 = fc
  .constantFrom(...keys)
  .chain(([ai, value, qualifiers]) => fc.tuple(fc.constant(ai), value, qualifiers, attributes))
  .map(([ai, value, qualifiers, others]) => gs1Identifier({ ai, value }, qualifiers, others));

/** Text as people give it: any Unicode but for control characters, and no white space at the end. */
const anyText = (maxLength: number): Arbitrary<string> =>
  fc
    .string({ unit: "grapheme", minLength: 1, maxLength })
    .map((value) => value.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, "x").replace(/\s+$/u, "y"))
    .filter((value) => value.trimEnd() === value && value !== "");

const handlePrefix = fc
  .array(text("abcXYZ0123456789_-", 1, 6), { minLength: 1, maxLength: 5 })
  .map((segments) => segments.join("."));
const handle = fc
  .tuple(fc.oneof(handlePrefix, fc.constantFrom("10.1000", "88.101.0042")), anyText(30))
  .map(([prefix, name]) => parseIdentifier(`hdl:${prefix}/${name}`));

const arc = fc.bigInt({ min: 0n, max: 2n ** 128n }).map(String);
const oid = fc
  .tuple(fc.constantFrom("0.0", "0.39", "1.3", "2.5", "2.999"), fc.array(arc, { maxLength: 8 }))
  .map(([start, arcs]) => parseIdentifier([start, ...arcs].join(".")));

/** The compressed public key of a secret one of secp256k1. */
function publicKeyOf(secret: bigint): string {
  const pair = createECDH("secp256k1");
  pair.setPrivateKey(secret.toString(16).padStart(64, "0"), "hex");
  return pair.getPublicKey("hex", "compressed");
}

const didSegment = fc
  .array(fc.oneof(text("abcXYZ019._-", 1, 5), fc.constantFrom("%3A", "%2f", "%aB")), {
    minLength: 1,
    maxLength: 3,
  })
  .map((parts) => parts.join(""));
const did = fc.oneof(
  fc
    .tuple(
      text("abcz019", 1, 8),
      fc.array(fc.oneof(didSegment, fc.constant("")), { maxLength: 4 }),
      didSegment,
    )
    .filter(([method]) => !["ethr", "bid", "cn"].includes(method))
    .map(([method, segments, last]) => parseIdentifier(`did:${[method, ...segments, last].join(":")}`)),
  fc
    .tuple(fc.constantFrom("", "0x1:", "0xAA36A7:", "sepolia:"), text("0123456789abcdefABCDEF", 40, 40))
    .map(([network, address]) => parseIdentifier(`did:ethr:${network}0x${address}`)),
  didSegment.map((host) => parseIdentifier(`did:web:${host}:path`)),
  fc
    .tuple(fc.constantFrom("", "0x1:"), fc.bigInt({ min: 1n, max: 2n ** 255n }))
    .map(([network, secret]) => parseIdentifier(`did:ethr:${network}0x${publicKeyOf(secret)}`)),
  fc
    .tuple(fc.constantFrom("", "byo1:"), fc.constantFrom("ef", "zf", "sf"), text("123456789ABCabc", 22, 31))
    .map((parts) => parseIdentifier(`did:bid:${parts.join("")}`)),
  fc.tuple(digits(3, 5), digits(1, 128)).map(([industry, enterprise]) => {
    return parseIdentifier(`did:cn:88.${industry}.${enterprise}`);
  }),
);

const aas = fc
  .tuple(
    fc.oneof(fc.constant("BPNL00000003AYRE"), text("abcXYZ019._-", 1, 20)),
    fc.oneof(fc.constant("globalAssetId"), anyText(20)),
    anyText(60),
  )
  .map(([owner, name, value]) => aasIdentifier(owner, name, value));

const uuid = fc.uuid().map((value) => parseIdentifier(value.toUpperCase()));
const uri = fc
  .oneof(
    fc.webUrl({ withQueryParameters: true, withFragments: true }),
    fc.constantFrom("urn:epc:id:gid:1.2.3", "urn:isbn:9780141036144"),
  )
  .map((value) => parseIdentifier(value, { scheme: "uri" }));

const upperCase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const alphanumeric = `0123456789${upperCase}`;

const iec61406 = fc
  .webUrl({ validSchemes: ["https"], withQueryParameters: true, withFragments: true })
  .filter(({ length }) => length <= 255)
  .map((value) => parseIdentifier(value, { scheme: "iec61406" }));
const irdi = fc
  .tuple(
    digits(4),
    text(alphanumeric, 1, 6),
    text(alphanumeric, 2, 2),
    text(alphanumeric, 1, 8),
    digits(1, 3),
  )
  .map(([icd, organisation, space, item, version]) =>
    parseIdentifier(`${icd}-${organisation}#${space}-${item}#${version}`),
  );
const ark = fc
  .tuple(
    fc.constantFrom("ark:", "ark:/", "ARK:/", "https://n2t.net/ark:/"),
    fc.oneof(digits(5), digits(9)),
    joined(text("abcXYZ0129", 1, 1), text("abcXYZ0129-=~*+@_$./", 0, 20)),
  )
  .map(([label, naan, name]) => parseIdentifier(`${label}${naan}/${name}`));
const ecode = text(`${alphanumeric}abc._-`, 3, 40).map((value) => parseIdentifier(`ecode:${value}`));
const container = joined(text(upperCase, 3, 3), text("UJZ", 1, 1), digits(6)).map((value) =>
  parseIdentifier(`container:${value}${containerCheckDigit(value)}`),
);
const vin = text("0123456789ABCDEFGHJKLMNPRSTUVWXYZabc", 17, 17).map((value) =>
  parseIdentifier(`vin:${value}`),
);
const lei = text(alphanumeric, 18, 18).map((value) =>
  parseIdentifier(`lei:${value}${modulo97CheckDigits(value)}`),
);
const uscc = joined(text(socialCreditAlphabet, 2, 2), digits(6), text(socialCreditAlphabet, 9, 9)).map(
  (value) => parseIdentifier(`uscc:${value}${socialCreditCheckCharacter(value)}`),
);
const bpn = joined(fc.constantFrom("BPNL", "BPNS", "BPNA"), text(alphanumeric, 12, 12)).map((value) =>
  parseIdentifier(`bpn:${value}`),
);

export const gs1Identifiers: Arbitrary<Gs1Identifier> = gs1;

export const ledgerIdentifiers: Arbitrary<LedgerIdentifier> = fc
  .oneof(gs1, handle, oid, did, aas)
  .filter(isLedgerIdentifier);

export const identifiersByScheme: Readonly<Record<Scheme, Arbitrary<Identifier>>> = {
  gs1,
  handle,
  oid,
  did,
  aas,
  uuid,
  uri,
  iec61406,
  irdi,
  ark,
  ecode,
  container,
  vin,
  lei,
  uscc,
  bpn,
};
