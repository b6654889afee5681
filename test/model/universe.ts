/** The few names that a run plays with, so that operations meet. */
import { type List, type Range, width } from "./ledger/batches.js";
import type { Account } from "./ledger/parties.js";
import { sealedText } from "./ledger/sealedRecords.js";
import type { RightTerms } from "./ledger/terms.js";

/** Number of accounts; the first ones are parties from the start, the next may become some, the last are keys. */
export const accounts: readonly Account[] = Array.from({ length: 12 }, (_, n) => n);
export const firstParties: readonly Account[] = [0, 1, 2, 3, 4];
export const possibleParties: readonly Account[] = [0, 1, 2, 3, 4, 5, 6];
/** Holds the root and has all roles of the administration. */
export const administrator: Account = 0;

export const prefixes = ["", "1", "12", "123", "1234", "13", "2", "21", "212", "3"] as const;

/** Stems of the ranges. */
const stems = ["8004/12A", "8004/2A"] as const;
export const numberedText = (stem: string, number: number): string =>
  `${stem}${String(number).padStart(width, "0")}`;

export const identifiers: readonly string[] = [
  ...prefixes.filter((prefix) => prefix !== "").flatMap((prefix) => [`8004/${prefix}A1`, `8004/${prefix}B`]),
  ...stems.flatMap((stem) => [3, 7, 12].map((number) => numberedText(stem, number))),
];

export const ranges: readonly Range[] = stems.flatMap((stem) => [
  { stem, first: 1, last: 9 },
  { stem, first: 6, last: 14 },
  { stem, first: 12, last: 12 },
  { stem, first: 20, last: 29 },
  { stem, first: 2, last: 1 },
]);

/** Lists, and the prefixes under which they may be issued. */
export const lists: readonly List[] = [
  {
    name: "parts",
    members: [
      { identifier: "8004/12B", content: null },
      { identifier: "8004/12A003", content: null },
      { identifier: "8004/123B", content: { subject: { kind: "none" }, links: "" } },
    ],
  },
  { name: "tools", members: [{ identifier: "8004/2B", content: null }] },
];
export const listPrefixes = ["1", "12", "2"] as const;

export const delegateTypes = ["veriKey", "sigAuth"] as const;

export const statementKinds = ["iso9001", "lei:"] as const;
export const statements = ["certificate 1", "certificate 2"] as const;
/** Legal identifiers; the last is none. */
export const legalIds = ["lei:1", "lei:2", "lei:two"] as const;

/** Prefixes that may issue sealed records, and what they seal: of the others' too, which they cannot show. */
export const sealingPrefixes = ["1", "12", "2"] as const;
export const sealedIdentifiers = ["8004/1A1", "8004/12A1", "8004/2A1", "8004/2B"] as const;
export const sealedNames: readonly string[] = sealingPrefixes.flatMap((prefix) =>
  sealedIdentifiers.map((identifier) => sealedText({ prefix, identifier })),
);

/** Schemes that may be registered; the last never can. */
export const schemeNames = ["plant", "tag", ""] as const;

export const offices = [1, 2, 3] as const;
export const mandates = ["all", "scheme", "jurisdiction"] as const;

/** Digests that are vouched for. */
export const digests = ["log", "decision", "bundle 1", "bundle 2", "bundle 3"] as const;

export const contents: readonly string[] = Array.from({ length: 14 }, (_, n) => `content ${n}`);
export const licences = ["licence 1", "licence 2"] as const;
export const linksets = ["", '{"item":[{"href":"https://example.org/1"}]}', '{"item":[]}'] as const;
export const scopes = ["", "telemetry"] as const;
export const units = ["call", "kWh"] as const;
export const groupNames = ["suppliers"] as const;
export const salts = [1, 2] as const;

const terms = (changes: Partial<RightTerms>): RightTerms => ({
  actions: 31,
  sublicences: 0,
  notice: 0,
  exclusive: false,
  irrevocable: false,
  byAcceptance: false,
  ...changes,
});

/** Terms that may be registered; the last ones never can. */
export const termsByName: ReadonlyMap<string, RightTerms> = new Map([
  ["reading", terms({ actions: 3 })],
  ["notice", terms({ notice: 40, sublicences: 2 })],
  ["exclusive", terms({ exclusive: true, actions: 7 })],
  ["exclusive offer", terms({ exclusive: true, byAcceptance: true, notice: 20 })],
  ["binding", terms({ irrevocable: true, sublicences: 1 })],
  ["offer", terms({ byAcceptance: true, sublicences: 4 })],
  ["without action", terms({ actions: 0 })],
  ["too deep", terms({ sublicences: 5 })],
  ["binding notice", terms({ irrevocable: true, notice: 1 })],
]);
