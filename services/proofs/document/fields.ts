/** What questions are made of. */
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
  toQuotaId,
  toSeal,
  toTermsId,
  toTwinId,
} from "../../ledger/hex.js";

export const word = hashSchema;
export const account = addressSchema;
export const batch = word.transform(toBatchId);
export const digest = word.transform(toDigest);
export const grant = word.transform(toGrantId);
export const group = word.transform(toGroupId);
export const quota = word.transform(toQuotaId);
export const seal = word.transform(toSeal);
export const terms = word.transform(toTermsId);
export const twin = word.transform(toTwinId);

/** A whole number below 2^64, in digits. */
export const uint64 = z.string().regex(/^(?:0|[1-9][0-9]{0,19})$/, "not a number of 64 bits");
export const epoch = z.number().int().min(0).max(0xffff_ffff);
/** Unix seconds, 0 for no end. */
export const until = z.number().int().min(0).max(0xff_ffff_ffff);

export const scheme = z.enum(ledgerSchemes);

export const named = {
  scheme,
  /** In canonical form. */
  identifier: z.string().min(1).max(1024),
};

export const assetKind = z.enum(["twin", "record", "sealed"]);
/** Name of a data set or submodel; empty for all data. */
export const scope = z.string().max(1024);

/** What a question lists to have each shown, such as the holders of units. */
export const mostListed = 32;

const contentFields = {
  subjectKind: z.enum(["none", "twin", "party", "record"]),
  /** Id or address in a word; zeros for none. */
  subject: word,
  /** Bytes of the links. */
  linkset: bytesSchema,
};

/** A record's content, as the ledger has the digest of. */
export const content = z.strictObject(contentFields);

/** A sealed record's, which the salt keeps from being guessed. */
export const sealedContent = z.strictObject({ ...contentFields, salt: word });
