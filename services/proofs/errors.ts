/** Why a proof is no good, or cannot be made. */
import { CadastreError } from "../errors/cadastreError.js";

export type ProofErrorCode =
  /** The file is no proof document, or not in its one canonical form (RFC 8785). */
  | "PROOF_MALFORMED"
  /** The document's version is not one that this verifier knows. */
  | "PROOF_VERSION"
  /** The identifier or prefix of the question is none, or not in canonical form. */
  | "PROOF_IDENTIFIER"
  /** The header is none, or none of a fork that is known. */
  | "PROOF_HEADER"
  /** The receipt of a transaction is none. */
  | "PROOF_RECEIPT"
  /** The block is not one that the verifier was told to trust. */
  | "PROOF_BLOCK_NOT_TRUSTED"
  /** The document is of another chain or other registries than the verifier trusts. */
  | "PROOF_DEPLOYMENT"
  /** A registry has no code in the block's state. */
  | "PROOF_REGISTRY_MISSING"
  /** A node of the trie does not have the form that the protocol gives it, or does not lie where it should. */
  | "PROOF_TRIE"
  /** A node that the answer needs is not there. */
  | "PROOF_INCOMPLETE"
  /** Nodes that the answer does not need, or in another order than it needs them. */
  | "PROOF_SUPERFLUOUS"
  /** A word is proven and means nothing: the registry is another one than the published. */
  | "PROOF_WORD"
  /** What is proven differs from what the document says. */
  | "PROOF_ANSWER_REFUTED"
  /** The content that the document shows is not the record's. */
  | "PROOF_CONTENT_REFUTED"
  /** The path in the list does not lead to the batch. */
  | "PROOF_MEMBERSHIP_REFUTED"
  /** The id of the grant is not made of what the document says it is made of. */
  | "PROOF_GRANT_REFUTED"
  /** The id of the quota or group is not made of what the document says it is made of. */
  | "PROOF_PARTS_REFUTED"
  /** The sealed record is not of the identifier that the document shows. */
  | "PROOF_DISCLOSURE_REFUTED"
  /** The node does not know `eth_getProof`. */
  | "PROOF_NODE_UNABLE"
  /** The node no longer has the state of that block. */
  | "PROOF_STATE_PRUNED"
  /** The node does not have the block. */
  | "PROOF_BLOCK_UNKNOWN"
  /** What the node gave does not hold. */
  | "PROOF_NODE_WRONG";

export class ProofError extends CadastreError<ProofErrorCode> {}

/** Whether the proof holds and shows the contrary of what the document says; other errors leave that open. */
export const isRefutation = (error: unknown): error is ProofError =>
  error instanceof ProofError && error.code.endsWith("_REFUTED");

export function malformed(why: string, cause?: unknown): ProofError {
  return new ProofError("PROOF_MALFORMED", `This is no proof: ${why}.`, {
    hint: "Take the file as `cadastre prove` wrote it.",
    cause,
  });
}

export const badTrie = (why: string): ProofError =>
  new ProofError("PROOF_TRIE", `A node of the proof is wrong: ${why}.`, {
    hint: "Have the proof made anew: this one was changed, or the node that gave it is defective.",
  });
