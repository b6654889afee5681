/** A proof that an entry is in the log: a document that anyone can check later, from itself and the ledger alone. */
import { z } from "zod";
import { hashSchema } from "../ledger/hex.js";
import type { Digest } from "../store/model.js";
import { anchorSchema, checkpointBundle, checkpointDigest, checkpointSchema } from "./checkpoint.js";
import { accessEntrySchema, entryHash } from "./entry.js";
import { AccessLogError } from "./errors.js";
import { provesInclusion } from "./tree/verify.js";

export const entryProofSchema = z
  .strictObject({
    entry: accessEntrySchema,
    /** Hash of the entry's canonical form, the leaf of the tree. */
    hash: hashSchema,
    /** Hashes beside the way from the leaf up to the checkpoint's root. */
    path: z.array(hashSchema).max(40).readonly(),
    checkpoint: checkpointSchema,
    /** Where the ledger is said to have the checkpoint. */
    anchor: anchorSchema,
  })
  .readonly();
export type EntryProof = z.output<typeof entryProofSchema>;

/** What a proof shows, if the ledger has the bundle. */
export interface ProvenEntry {
  /** SHA-256 of the checkpoint. */
  readonly document: Digest;
  /** Root of the checkpoint's bundle, which the author has to have anchored: `EvidenceRegistry.bundleOf`. */
  readonly bundle: Digest;
  readonly author: EntryProof["anchor"]["author"];
}

/**
 * Checks all of a proof that can be checked without the ledger.
 * @throws AccessLogError ACCESS_LOG_PROOF_INVALID, saying what does not hold.
 */
export function verifyEntryProof({ entry, hash, path, checkpoint, anchor }: EntryProof): ProvenEntry {
  const leaf = entryHash(entry);
  if (leaf !== hash) throw invalid("the entry is not the one of that hash");
  const { size, root } = checkpoint;
  if (!provesInclusion({ leaf, index: entry.sequence, size, root }, path))
    throw invalid(`the path does not lead from the entry to the root of the checkpoint at ${size}`);
  return {
    document: checkpointDigest(checkpoint),
    bundle: checkpointBundle(checkpoint),
    author: anchor.author,
  };
}

function invalid(why: string): AccessLogError {
  return new AccessLogError("ACCESS_LOG_PROOF_INVALID", `The proof of the entry does not hold: ${why}.`, {
    hint: "Ask for it anew. If that does not help, keep both: the log does not say what it said.",
  });
}
