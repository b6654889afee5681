/**
 * Trusted resolution (Xinghuo RFC-005, `verify=true`): the record behind a document is held against a proof of the ledger's state.
 */
import { CadastreError } from "../../errors/cadastreError.js";
import type { Question } from "../../proofs/index.js";
import { type ProvableFound, proofOf } from "../proofs/found.js";
import type { Prover } from "../proofs/prover.js";
import { BidError, type BidFault } from "./errors.js";

/** What keeps a proof from being made and says nothing about the record. */
const otherwise: Readonly<Record<string, BidFault>> = {
  RESOLVER_NODE_UNABLE: "unsupported",
  RESOLVER_NODE_UNAVAILABLE: "busy",
  RESOLVER_NODE_OUT_OF_STEP: "busy",
  RESOLVER_PROOF_TIMEOUT: "busy",
  RESOLVER_PROOFS_BUSY: "busy",
};

/** Whether the links that the document has are those that the record's digest is of. */
function showsLinks({ found }: ProvableFound, question: Question): boolean {
  if (found.kind === "member" || Object.keys(found.record.linkset).length === 0) return true;
  return question.kind === "record" && question.content !== null;
}

/** @throws BidError notVerified, busy, unsupported. */
export async function requireProof(prover: Prover, provable: ProvableFound): Promise<void> {
  try {
    const { document } = await proofOf(prover, provable);
    if (!showsLinks(provable, document.question))
      throw new BidError(
        "notVerified",
        "The links are kept in another spelling than the ledger's digest is of.",
      );
  } catch (error) {
    if (!(error instanceof CadastreError) || error instanceof BidError) throw error;
    throw new BidError(otherwise[error.code] ?? "notVerified", error.message, error);
  }
}
