/**
 * What can be asked and proven. A question names things by what their ids are made of, where that is known, so that whoever
 * verifies computes the ids again.
 */
import { z } from "zod";
import { ledgerSchemes } from "../../identifiers/identifier.js";
import {
  addressSchema,
  bytesSchema,
  hashSchema,
  toBatchId,
  toDigest,
  toGrantId,
  toGroupId,
  toTermsId,
  toTwinId,
} from "../../ledger/hex.js";

const word = hashSchema;
const batch = word.transform(toBatchId);
const digest = word.transform(toDigest);
const grant = word.transform(toGrantId);
const twin = word.transform(toTwinId);

/** A whole number below 2^64, in digits. */
const uint64 = z.string().regex(/^(?:0|[1-9][0-9]{0,19})$/, "not a number of 64 bits");
const epoch = z.number().int().min(0).max(0xffff_ffff);

const named = {
  scheme: z.enum(ledgerSchemes),
  /** In canonical form. */
  identifier: z.string().min(1).max(1024),
};

const subjectKinds = ["none", "twin", "party", "record"] as const;

/** A record's content, as the ledger has the digest of. */
const contentSchema = z.strictObject({
  subjectKind: z.enum(subjectKinds),
  /** Id or address in a word; zeros for none. */
  subject: word,
  /** Bytes of the links. */
  linkset: bytesSchema,
});

const memberProofSchema = z.strictObject({
  manifest: digest,
  count: uint64,
  index: uint64,
  contentDigest: digest,
  path: z.array(word).max(64).readonly(),
});

const granteeSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("party"), party: addressSchema }),
  z.strictObject({ kind: z.literal("group"), group: word.transform(toGroupId) }),
  z.strictObject({
    kind: z.literal("blinded"),
    commitment: digest,
    /** Who it is, shown by what the commitment is made of; null for not shown. */
    opening: z.strictObject({ party: addressSchema, salt: word }).nullable(),
  }),
]);

/** What the id of a grant is made of. */
const grantPartsSchema = z.strictObject({
  assetKind: z.enum(["twin", "record", "sealed"]),
  asset: word,
  /** Holding epoch of the asset; 0 where the grant survives a sale. */
  assetEpoch: epoch,
  /** Name of the data set or submodel; empty for all data. */
  scope: z.string().max(1024),
  grantee: granteeSchema,
  terms: word.transform(toTermsId).nullable(),
  parent: grant.nullable(),
});

const thingSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.enum(["namespace", "record", "sealed", "twin", "batch", "grant"]),
    id: word,
  }),
  z.strictObject({ kind: z.literal("party"), id: addressSchema }),
]);

export const questionSchema = z.discriminatedUnion("kind", [
  /** Whose is the identifier, is it in force, who could issue it? */
  z.strictObject({ kind: z.literal("record"), ...named, content: contentSchema.nullable() }),
  /** Is the identifier a member of the batch? */
  z.strictObject({
    kind: z.literal("member"),
    ...named,
    batch,
    /** Of a list; null for a range. */
    proof: memberProofSchema.nullable(),
  }),
  /** Who controls the account? */
  z.strictObject({ kind: z.literal("party"), party: addressSchema }),
  /** Whose is the twin, which content is its last? */
  z.strictObject({ kind: z.literal("twin"), twin }),
  /** Was the right given, does it hold? */
  z.strictObject({ kind: z.literal("grant"), grant, parts: grantPartsSchema.nullable() }),
  /** Is the thing frozen, by whom, why? */
  z.strictObject({
    kind: z.literal("freezes"),
    thing: thingSchema,
    /** Numbers of the offices whose freezes are to be shown. */
    offices: z.array(epoch).max(32).readonly(),
  }),
]);

export type Question = Readonly<z.infer<typeof questionSchema>>;
export type QuestionOf<Kind extends Question["kind"]> = Extract<Question, { kind: Kind }>;
export type RecordContent = NonNullable<QuestionOf<"record">["content"]>;
export type GrantParts = NonNullable<QuestionOf<"grant">["parts"]>;
