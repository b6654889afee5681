/**
 * The audit report: what the ledger says of a thing over a period. It is self-contained: whoever has the file needs neither the
 * index nor a node to read it, and the key that signed it to trust it.
 */
import { z } from "zod";
import { accessEntrySchema } from "../accessLog/entry.js";
import { entryProofSchema } from "../accessLog/proof.js";
import { addressSchema, hashSchema } from "../ledger/hex.js";

export const format = "cadastre-audit-report";
export const version = 1;

const seconds = z.number().int().nonnegative();
const place = z.strictObject({ number: z.number().int().nonnegative(), hash: hashSchema, time: seconds });
const cause = z.strictObject({ transaction: hashSchema, by: addressSchema.nullable() });
/** Facts as the index has them: docs/api.md names the fields. */
const facts = z.record(z.string(), z.json());

const ownerSchema = z.strictObject({
  owner: addressSchema,
  /** The block from which on it was so, and the transactions that made it so. */
  since: place,
  transactions: z.array(cause).readonly(),
  /** The block that ended it; null where it lasts to the end of the period. */
  until: place.nullable(),
});

const changeSchema = z.strictObject({
  block: place,
  transactions: z.array(cause).readonly(),
  fields: z.array(z.strictObject({ field: z.string(), before: z.json(), after: z.json() })).readonly(),
});

export const sections = [
  "owners",
  "changes",
  "rights",
  "agreements",
  "freezes",
  "versions",
  "holdings",
  "accesses",
] as const;
export type Section = (typeof sections)[number];

/** What the access log has of a thing, for the party that asked for the report. */
const accessesSchema = z.strictObject({
  /** Who asked: entries concern it. */
  party: addressSchema,
  /** Entries of the period, each with the way to one checkpoint that is anchored. */
  proven: z.array(entryProofSchema).readonly(),
  /** Entries that no anchored checkpoint covers yet. */
  pending: z.array(accessEntrySchema).readonly(),
  /** A proof that the checkpoint was anchored at `asOf`; null for none, and then why. */
  anchored: facts.nullable(),
  unanchored: z.string().nullable(),
});
export type Accesses = z.output<typeof accessesSchema>;

export const reportSchema = z.strictObject({
  format: z.literal(format),
  version: z.literal(version),
  /** Public address of the resolver that made it. */
  issuer: z.string(),
  made: seconds,
  ledger: z.strictObject({
    chainId: z.number().int().positive(),
    genesis: hashSchema,
    contracts: z.record(z.string(), addressSchema),
  }),
  subject: z.strictObject({ kind: z.string(), id: z.string() }),
  /** Unix seconds, both included. */
  period: z.strictObject({ from: seconds, to: seconds }),
  /** The block at whose end the period ends. */
  asOf: z.strictObject({ ...place.shape, finality: z.enum(["final", "provisional"]) }),
  /** The thing at the end of the period. */
  state: facts,
  /** Who held it, one after the other, as far as that is in the period. */
  owners: z.array(ownerSchema).readonly(),
  /** What changed in it in the period. */
  changes: z.array(changeSchema).readonly(),
  /** Rights on it that held at some time of the period, or were given then. */
  rights: z.array(facts).readonly(),
  /** Offers and agreements on it that were made before the end of the period and not over before it began. */
  agreements: z.array(facts).readonly(),
  freezes: z.array(facts).readonly(),
  /** Of a twin's content. */
  versions: z.array(facts).readonly(),
  /** What a party holds at the end of the period. */
  holdings: z.array(z.strictObject({ kind: z.string(), id: z.string() })).readonly(),
  /** Of a record, sealed record or twin, or of the party that asked; left out where nobody asked who is known. */
  accesses: accessesSchema.exactOptional(),
  /** Sections that have more than is listed. */
  truncated: z.array(z.enum(sections)).readonly(),
  /** A proof of the state at `asOf`; null for none, and then why. */
  proof: facts.nullable(),
  unproven: z.string().nullable(),
});
export type Report = z.output<typeof reportSchema>;
