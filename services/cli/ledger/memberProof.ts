/** Proofs of membership in a list, as `cadastre batch prove` writes them. */
import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import { unreadable } from "../../importers/digest.js";
import { hashSchema, toBatchId, toDigest } from "../../ledger/hex.js";
import type { MemberProof } from "../../ledger/merkle/proof.js";
import type { BatchId } from "../../store/model.js";
import { usage } from "../errors.js";

/** A proof as a file: whoever has it can show that the identifier is a member. */
const proofSchema = z.strictObject({
  batch: hashSchema,
  scheme: z.string(),
  identifier: z.string(),
  manifest: hashSchema,
  count: z.string().regex(/^[0-9]+$/),
  index: z.string().regex(/^[0-9]+$/),
  contentDigest: hashSchema,
  path: z.array(hashSchema),
});

/** @throws CliError `CLI_USAGE`; ImportError `IMPORT_FILE_UNREADABLE` */
export async function readProof(
  file: string,
  { scheme, canonical }: LedgerIdentifier,
): Promise<{ readonly batch: BatchId; readonly proof: MemberProof }> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, "utf8"));
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw unreadable(file, cause);
  }
  const parsed = proofSchema.safeParse(json);
  if (!parsed.success) throw usage(`"${file}" is no proof.`, "Make one: cadastre batch prove");
  const { batch, manifest, count, index, contentDigest, path, ...named } = parsed.data;
  if (named.scheme !== scheme || named.identifier !== canonical)
    throw usage(
      `"${file}" is the proof of ${named.scheme} ${named.identifier}.`,
      `Make one of ${canonical}.`,
    );
  const proof = {
    manifest: toDigest(manifest),
    count: BigInt(count),
    index: BigInt(index),
    contentDigest: toDigest(contentDigest),
    path,
  };
  return { batch: toBatchId(batch), proof };
}
