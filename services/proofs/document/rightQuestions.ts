/** What can be asked of rights to data: grants, groups of grantees, quotas of use, anchored logs of it. */
import { z } from "zod";
import {
  account,
  assetKind,
  digest,
  epoch,
  grant,
  group,
  mostListed,
  quota,
  scope,
  terms,
  until,
  word,
} from "./fields.js";

const grantee = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("party"), party: account }),
  z.strictObject({ kind: z.literal("group"), group }),
  z.strictObject({
    kind: z.literal("blinded"),
    commitment: digest,
    /** Who it is, shown by what the commitment is made of; null for not shown. */
    opening: z.strictObject({ party: account, salt: word }).nullable(),
  }),
]);

/** What the id of a grant is made of. */
const grantParts = z.strictObject({
  assetKind,
  asset: word,
  /** Holding epoch of the asset; 0 where the grant survives a sale. */
  assetEpoch: epoch,
  scope,
  grantee,
  terms: terms.nullable(),
  parent: grant.nullable(),
});

/** What the id of a quota is made of. */
const quotaParts = z.strictObject({
  assetKind,
  asset: word,
  /** Holding epoch of the asset; 0 where units survive a sale. */
  assetEpoch: epoch,
  scope,
  /** What is counted, such as `kWh`. */
  unit: z.string().regex(/^[\x20-\x7e]{1,32}$/, "not a unit"),
  until,
  terms: terms.nullable(),
});

export const rightQuestions = [
  /** Was the right given, does it hold? */
  z.strictObject({ kind: z.literal("grant"), grant, parts: grantParts.nullable() }),
  /** How many units were issued and used, and how many have these? */
  z.strictObject({
    kind: z.literal("quota"),
    quota,
    parts: quotaParts.nullable(),
    holders: z.array(account).max(mostListed).readonly(),
  }),
  /** How many units of the holder's may the spender take? */
  z.strictObject({ kind: z.literal("allowance"), quota, holder: account, spender: account }),
  /** Whose is the group, and are these in it? */
  z.strictObject({
    kind: z.literal("group"),
    group,
    /** What its id is made of. */
    parts: z.strictObject({ owner: account, name: z.string().min(1).max(256) }).nullable(),
    members: z.array(account).max(mostListed).readonly(),
  }),
  /** Has the author anchored the digest? */
  z.strictObject({ kind: z.literal("anchor"), digest, author: account }),
  /** Has the author anchored the bundle of that root? */
  z.strictObject({ kind: z.literal("bundle"), root: digest, author: account }),
] as const;

export type GrantParts = z.infer<typeof grantParts>;
export type QuotaParts = z.infer<typeof quotaParts>;
