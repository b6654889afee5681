/** Which block is believed: the one thing that a proof cannot prove. */
import type { Hex } from "../ledger/hex.js";
import type { Hash } from "../store/model.js";
import { ProofError } from "./errors.js";
import { type BlockHeader, readHeader } from "./state/header.js";

export type Trust =
  /** The hash of a block, from one's own node or from whom one believes. */
  | { readonly kind: "hash"; readonly hash: Hash }
  /** A block's header, in RLP. */
  | { readonly kind: "header"; readonly header: Hex }
  /** What several say; so many of them have to name the block. */
  | { readonly kind: "quorum"; readonly threshold: number; readonly votes: readonly Vote[] };

/** What one who is asked says that the block's hash is. */
export interface Vote {
  /** Its name: one's votes count once. */
  readonly by: string;
  readonly hash: Hash;
}

/**
 * The header, where its block is believed.
 * @throws ProofError `PROOF_BLOCK_NOT_TRUSTED`, `PROOF_HEADER`
 */
export function trustedHeader(rlp: Hex, trust: Trust): BlockHeader {
  const header = readHeader(rlp);
  if (!isTrusted(header.hash, trust)) {
    throw new ProofError(
      "PROOF_BLOCK_NOT_TRUSTED",
      `The proof is of block ${header.number}, ${header.hash}, which is not the trusted one.`,
      {
        hint: "Ask a node that you trust for the hash of the block with that number.",
        details: { block: header.number, hash: header.hash },
      },
    );
  }
  return header;
}

function isTrusted(hash: Hash, trust: Trust): boolean {
  switch (trust.kind) {
    case "hash":
      return trust.hash === hash;
    case "header":
      return readHeader(trust.header).hash === hash;
    case "quorum": {
      const voters = new Set(trust.votes.filter((vote) => vote.hash === hash).map(({ by }) => by));
      return Number.isSafeInteger(trust.threshold) && trust.threshold > 0 && voters.size >= trust.threshold;
    }
  }
}
