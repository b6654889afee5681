/** The proof document: a question, its answer, and what proves it. */
import { z } from "zod";
import { canonicalJson, readCanonicalJson } from "../../ledger/canonicalJson.js";
import { addressSchema, bytesSchema } from "../../ledger/hex.js";
import { malformed, ProofError } from "../errors.js";
import { questionSchema } from "./questions.js";

export const format = "cadastre-proof";
export const version = 1;

/** Longer ones do not come up: a branch of the trie has 532 bytes, a header of Prague about 650. */
const maxNodeBytes = 1_024;
const maxHeaderBytes = 4_096;
const maxNodes = 4_096;
/** What is longer is not read. */
const maxDocumentLength = 2 * maxNodes * maxNodeBytes;

const hexOf = (bytes: number) =>
  z
    .string()
    .max(2 + 2 * bytes)
    .pipe(bytesSchema);

/** An answer as JSON has it. */
export const answerSchema = z.record(z.string(), z.json());

const documentSchema = z.strictObject({
  format: z.literal(format),
  version: z.literal(version),
  chainId: z.number().int().positive(),
  /** Addresses of the registries that were asked. */
  contracts: z.record(z.string(), addressSchema),
  /** RLP of the block's header. */
  header: hexOf(maxHeaderBytes),
  question: questionSchema,
  /** What whoever made the document says that it proves. */
  answer: answerSchema,
  /** Nodes of the state's tries, each once, in the order in which the answer comes upon them. */
  nodes: z.array(hexOf(maxNodeBytes)).max(maxNodes).readonly(),
});

export type ProofDocument = Readonly<z.infer<typeof documentSchema>>;

const versionSchema = z.object({ format: z.literal(format), version: z.number() });

/**
 * Reads a document. There is one spelling of it: that of RFC 8785, perhaps with a line's end behind it.
 * @throws ProofError `PROOF_MALFORMED`, `PROOF_VERSION`
 */
export function parseDocument(text: string): ProofDocument {
  if (text.length > maxDocumentLength) throw malformed("it is too long");
  return readCanonicalJson(text, documentOf, malformed);
}

/**
 * Reads a document that came as a part of another one.
 * @throws ProofError `PROOF_MALFORMED`, `PROOF_VERSION`
 */
export function documentOf(json: unknown): ProofDocument {
  const named = versionSchema.safeParse(json);
  if (named.success && named.data.version !== version) {
    throw new ProofError("PROOF_VERSION", `The proof is of version ${named.data.version}.`, {
      hint: `This program verifies version ${version}: use a newer one.`,
    });
  }
  const parsed = documentSchema.safeParse(json);
  if (!parsed.success) throw malformed(z.prettifyError(parsed.error), parsed.error);
  return parsed.data;
}

/** The document as it is handed on. @throws ProofError `PROOF_MALFORMED` for text that is not valid Unicode. */
export const documentText = (document: ProofDocument): string => canonicalText(document);

/** A JSON value in its one form. @throws ProofError `PROOF_MALFORMED` */
export function canonicalText(value: unknown): string {
  const text = canonicalJson(value);
  if (text === null) throw malformed("it has no canonical JSON form (RFC 8785)");
  return text;
}
