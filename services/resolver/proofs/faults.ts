/** What keeps a proof from being made, as callers are told. */
import { LedgerError } from "../../ledger/errors.js";
import { isRefutation, ProofError, type Question } from "../../proofs/index.js";
import { type ResolverCode, ResolverError } from "../errors.js";

/** @param late Whether the time that a proof may take was over. */
export function faultOf(cause: unknown, question: Question, late: boolean): unknown {
  if (cause instanceof ProofError) return ofProof(cause, question);
  if (!(cause instanceof LedgerError)) return cause;
  if (late || cause.code === "LEDGER_RPC_TIMEOUT")
    return new ResolverError("RESOLVER_PROOF_TIMEOUT", "The proof was not made in time.", { cause });
  switch (cause.code) {
    case "LEDGER_RPC_UNREACHABLE":
    case "LEDGER_RPC_ERROR":
      return new ResolverError("RESOLVER_NODE_UNAVAILABLE", "The node does not answer, or with an error.", {
        cause,
      });
    case "LEDGER_RPC_MALFORMED":
    case "LEDGER_RPC_TOO_LARGE":
      return nodeWrong(cause);
    default:
      return cause;
  }
}

function ofProof(cause: ProofError, question: Question): ResolverError {
  switch (cause.code) {
    case "PROOF_NODE_UNABLE":
      return new ResolverError("RESOLVER_NODE_UNABLE", "The node makes no proofs.", { cause });
    case "PROOF_STATE_PRUNED":
      return new ResolverError("RESOLVER_STATE_PRUNED", "The node no longer has the state of that block.", {
        hint: "Ask for a newer block, or a resolver whose node keeps all states (an archive node).",
        cause,
      });
    case "PROOF_BLOCK_UNKNOWN":
      return outOfStep(cause);
    case "PROOF_MEMBERSHIP_REFUTED":
      if (question.kind === "member" && question.proof !== null) return notShown(cause);
      return refuted(cause);
    case "PROOF_WORD":
    case "PROOF_REGISTRY_MISSING":
      return refuted(cause);
    default:
      return isRefutation(cause) ? refuted(cause) : nodeWrong(cause);
  }
}

/** The node is behind the index, before it, or on another branch. */
export const outOfStep = (cause?: unknown): ResolverError =>
  new ResolverError("RESOLVER_NODE_OUT_OF_STEP", "The node does not have the block that the index has.", {
    cause,
  });

/** What is proven of the index's own block is something else than the index says. */
export const refuted = (cause?: unknown): ResolverError =>
  new ResolverError("RESOLVER_INDEX_REFUTED", "The ledger's state is not what the index says.", { cause });

const nodeWrong = (cause: unknown): ResolverError =>
  new ResolverError("RESOLVER_NODE_WRONG", "What the node gave proves nothing.", { cause });

const notShown = (cause: ProofError): ResolverError =>
  new ResolverError("RESOLVER_MEMBERSHIP_REFUTED", cause.message, {
    hint: "Take place, content and path from the batch's manifest: `cadastre batch prove` makes them.",
    cause,
  });

export const busy = (): ResolverError =>
  new ResolverError("RESOLVER_PROOFS_BUSY", "As many proofs as may be made at once are being made.");

const unproven = new Set<string>([
  "RESOLVER_NODE_UNABLE",
  "RESOLVER_STATE_PRUNED",
  "RESOLVER_NODE_OUT_OF_STEP",
  "RESOLVER_NODE_UNAVAILABLE",
  "RESOLVER_NODE_WRONG",
  "RESOLVER_PROOF_TIMEOUT",
  "RESOLVER_PROOFS_BUSY",
] satisfies ResolverCode[]);

/** Whether it says that nothing is shown, rather than that something is not so. */
export const isUnproven = (error: unknown): error is ResolverError =>
  error instanceof ResolverError && unproven.has(error.code);
