/** Proofs, and the node that they are made with. */
import type { ProblemKinds } from "./kind.js";

export const proofProblems = {
  RESOLVER_NODE_UNAVAILABLE: {
    status: 503,
    title: "Node unavailable",
    explanation:
      "Proofs are made with a node of the chain, which cannot be reached now or answers with an error. Try again shortly.",
  },
  RESOLVER_NODE_UNABLE: {
    status: 501,
    title: "No proofs here",
    explanation:
      "The resolver's node does not have eth_getProof. Ask another resolver, or make the proof over a node of your own: " +
      "cadastre prove.",
  },
  RESOLVER_NODE_OUT_OF_STEP: {
    status: 503,
    title: "Node out of step",
    explanation:
      "The resolver's node does not have the block that its index has: it is behind, or on another branch of the chain. Try " +
      "again shortly.",
  },
  RESOLVER_NODE_WRONG: {
    status: 502,
    title: "Node wrong",
    explanation:
      "What the resolver's node gave proves nothing, so nothing was handed out. The block may have been replaced meanwhile; " +
      "where it stays so, the node is defective, or its chain hashes headers in its own way.",
  },
  RESOLVER_STATE_PRUNED: {
    status: 404,
    title: "State no longer kept",
    explanation:
      "The resolver's node no longer has the state of that block: most nodes keep that of some hundred blocks. Ask for a newer " +
      "block, or a resolver with an archive node.",
  },
  RESOLVER_PROOF_TIMEOUT: {
    status: 503,
    title: "Proof not made in time",
    explanation: "The resolver's node was too slow. Try again shortly.",
  },
  RESOLVER_PROOFS_BUSY: {
    status: 503,
    title: "Too many proofs at once",
    explanation: "As many proofs as may be made at once are being made. Try again shortly.",
  },
  RESOLVER_INDEX_REFUTED: {
    status: 500,
    title: "Index refuted",
    explanation:
      "The state of the ledger was proven, and is not what the resolver's index says. Do not rely on this resolver: its operator " +
      "should build the index anew.",
  },
  RESOLVER_MEMBERSHIP_REFUTED: {
    status: 400,
    title: "Membership not shown",
    explanation:
      "The path does not lead from the identifier to the batch. Take place, content and path from the batch's manifest.",
  },
} satisfies ProblemKinds;
