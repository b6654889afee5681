/** What the vault keeps, as it stands in its rows. The ledger's own words for it are in `services/ledger`. */
import { z } from "zod";
import { addressSchema, hashSchema } from "../ledger/hex.js";
import { linkOpeningSchema } from "../ledger/protectedLinks.js";
import { saltSchema, sealedContentSchema } from "../ledger/sealedContent.js";

/** Who put it there. */
const by = addressSchema;
/** When, in Unix seconds; 0 for what was put there before that was noted. */
const at = z.number().int().nonnegative().default(0);

export const linkEntrySchema = z.strictObject({
  opening: linkOpeningSchema,
  /** Holding epoch of the record under which it was put there: it is the word of that owner, and ends with its ownership. */
  epoch: z.number().int().nonnegative(),
  /** By what it can be found besides its record. */
  terms: z.array(z.string()),
  by,
  at,
});
/** As it is put there; the vault notes when. */
export type LinkEntry = Omit<z.infer<typeof linkEntrySchema>, "at">;

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
  at,
});
export type ContentEntry = Omit<z.infer<typeof contentEntrySchema>, "at">;

export const blindedEntrySchema = z.strictObject({
  /** The grantee. */
  party: addressSchema,
  salt: saltSchema,
  /** By what it can be found besides its grant. */
  terms: z.array(z.string()),
  by,
  at,
});
export type BlindedEntry = Omit<z.infer<typeof blindedEntrySchema>, "at">;
