/** What a whole transaction is allowed to cost, and what is measured for it. */

/** Names of what is measured. */
export const measured = [
  "delegate a prefix",
  "register one identifier, digest stored",
  "register one identifier, no digest stored",
  "register 100 at once, digests stored, each",
  "register 100 at once, no digests stored, each",
  "issue a list of 131,072 identifiers (Merkle)",
  "issue a range of a million identifiers (rule)",
  "make a record of one of 131,072 members",
  "grant a right",
  "revoke a right",
  "transfer a twin, first of its receiver",
  "transfer a twin, next of its receiver",
  "anchor one root",
] as const;
export type Measured = (typeof measured)[number];

export interface Bar {
  readonly limit: number;
  /** What would be good, where the bar has one. */
  readonly aim?: number;
  /** What the bar means and the ledger does otherwise. */
  readonly remark?: string;
}

/** The way through the proxy comes on top of each bar. */
export const proxyHop = 4_900;

export const bars: Readonly<Record<Measured, Bar>> = {
  "delegate a prefix": { limit: 80_000, aim: 55_000 },
  "register one identifier, digest stored": { limit: 105_000, aim: 95_000 },
  "register one identifier, no digest stored": {
    limit: 80_000,
    aim: 62_000,
    remark: "has no links: the digest of links is never in the event alone",
  },
  "register 100 at once, digests stored, each": { limit: 55_000 },
  "register 100 at once, no digests stored, each": { limit: 33_000, remark: "have no links" },
  "issue a list of 131,072 identifiers (Merkle)": { limit: 80_000, aim: 50_000 },
  "issue a range of a million identifiers (rule)": {
    limit: 80_000,
    aim: 50_000,
    remark: "also takes the range, which is stored and kept from all others",
  },
  "make a record of one of 131,072 members": { limit: 80_000 },
  "grant a right": { limit: 55_000, aim: 48_000 },
  "revoke a right": { limit: 32_000 },
  "transfer a twin, first of its receiver": { limit: 75_000, remark: "there are no liens yet" },
  "transfer a twin, next of its receiver": { limit: 75_000, remark: "there are no liens yet" },
  "anchor one root": { limit: 50_000 },
};
