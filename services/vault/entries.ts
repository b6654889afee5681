/** What the vault keeps, as it stands in its rows. The ledger's own words for it are in `services/ledger`. */
import { z } from "zod";
import { addressSchema, hashSchema } from "../ledger/hex.js";
import { linkOpeningSchema } from "../ledger/protectedLinks.js";
import { saltSchema, sealedContentSchema } from "../ledger/sealedContent.js";

/** Who put it there; when is in the resolver's log. */
const by = addressSchema;

export const linkEntrySchema = z.strictObject({
  opening: linkOpeningSchema,
  /** Holding epoch of the record under which it was put there: it is the word of that owner, and ends with its ownership. */
  epoch: z.number().int().nonnegative(),
  /** By what it can be found besides its record. */
  terms: z.array(z.string()),
  by,
});
export type LinkEntry = z.infer<typeof linkEntrySchema>;

export const secretEntrySchema = z.strictObject({
  /** As `SealSecret` reads it. */
  secret: hashSchema,
  by,
});
export type SecretEntry = z.infer<typeof secretEntrySchema>;

export const contentEntrySchema = z.strictObject({
  content: sealedContentSchema,
  contentSalt: saltSchema,
  /** Holding epoch of the sealed record under which it was put there. */
  epoch: z.number().int().nonnegative(),
  by,
});
export type ContentEntry = z.infer<typeof contentEntrySchema>;

export const blindedEntrySchema = z.strictObject({
  /** The grantee. */
  party: addressSchema,
  salt: saltSchema,
  /** By what it can be found besides its grant. */
  terms: z.array(z.string()),
  by,
});
export type BlindedEntry = z.infer<typeof blindedEntrySchema>;
