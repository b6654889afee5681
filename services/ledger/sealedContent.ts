/** What a sealed record says: the ledger has a salted digest of it, and whoever has content and salt can see that they are those. */
import { z } from "zod";
import type { Digest, Linkset, Subject } from "../store/model.js";
import { addressSchema, type Hex, hashSchema, toRecordId, toTwinId } from "./hex.js";
import { sealedContentDigest } from "./ids.js";
import { encodeLinkset, linksetSchema } from "./linkset.js";
import { subjectWords } from "./subjectWords.js";

export interface SealedContent {
  readonly subject: Subject;
  readonly linkset: Linkset;
}

const subjectSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("none") }),
  z.strictObject({ kind: z.literal("twin"), id: hashSchema.transform(toTwinId) }),
  z.strictObject({ kind: z.literal("record"), id: hashSchema.transform(toRecordId) }),
  z.strictObject({ kind: z.literal("party"), id: addressSchema }),
]);

export const sealedContentSchema: z.ZodType<SealedContent> = z.strictObject({
  subject: subjectSchema,
  linkset: linksetSchema,
});

/** 32 bytes that nobody but the holder can guess. */
export const saltSchema: z.ZodType<Hex> = hashSchema;

/** null for neither subject nor links. */
export function digestOf({ subject, linkset }: SealedContent, salt: Hex): Digest | null {
  if (subject.kind === "none" && Object.keys(linkset).length === 0) return null;
  const { kind, id } = subjectWords(subject);
  return sealedContentDigest(kind, id, encodeLinkset(linkset), salt);
}
