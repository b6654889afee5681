/** What can be asked of identifiers, open and sealed. */
import { z } from "zod";
import { batch, content, digest, named, scheme, seal, sealedContent, uint64, word } from "./fields.js";

const memberProof = z.strictObject({
  manifest: digest,
  count: uint64,
  index: uint64,
  contentDigest: digest,
  path: z.array(word).max(64).readonly(),
});

/** Empty for the scheme's root. */
const prefix = z.string().regex(/^[\x20-\x7e]{0,64}$/, "not a prefix");

export const identifierQuestions = [
  /** Whose is the identifier, is it in force, who could issue it? */
  z.strictObject({ kind: z.literal("record"), ...named, content: content.nullable() }),
  /** Is the identifier a member of the batch? */
  z.strictObject({
    kind: z.literal("member"),
    ...named,
    batch,
    /** Of a list; null for a range. */
    proof: memberProof.nullable(),
  }),
  /** What does the identifier's record stand for, and is that there? */
  z.strictObject({ kind: z.literal("binding"), ...named, content }),
  /** Do the records of both say that they are of the same thing? */
  z.strictObject({
    kind: z.literal("equivalence"),
    one: z.strictObject({ ...named, content: content.nullable() }),
    other: z.strictObject({ ...named, content: content.nullable() }),
  }),
  /** Whose is the namespace, is it in force? */
  z.strictObject({ kind: z.literal("namespace"), scheme, prefix }),
  /** Whose is the batch? */
  z.strictObject({ kind: z.literal("batch"), batch }),
  /** Whose is the sealed record, is it in force; of which identifier is it? */
  z.strictObject({
    kind: z.literal("sealed"),
    scheme,
    /** Of the namespace that issues it. */
    prefix,
    seal,
    /** Shows the identifier, by what the seal is made of; null for not shown. */
    disclosure: z.strictObject({ identifier: named.identifier, salt: word }).nullable(),
    content: sealedContent.nullable(),
  }),
] as const;

export type RecordContent = z.infer<typeof content>;
export type SealedContentShown = z.infer<typeof sealedContent>;
