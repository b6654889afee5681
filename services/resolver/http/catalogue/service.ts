/** The resolver itself. */
import type { ProblemKinds } from "./kind.js";

export const serviceProblems = {
  RESOLVER_INVALID_CONFIG: {
    status: 500,
    title: "Invalid configuration",
    explanation: "The resolver was started with a setting it cannot use. It never serves in this state.",
  },
  RESOLVER_PORT_IN_USE: {
    status: 500,
    title: "Port in use",
    explanation: "Another program listens on the configured port. It never serves in this state.",
  },
  RESOLVER_LISTEN_FAILED: {
    status: 500,
    title: "Cannot listen",
    explanation: "The configured host or port cannot be listened on. It never serves in this state.",
  },
  RESOLVER_NOT_READY: {
    status: 503,
    title: "Not ready",
    explanation:
      "The index has not read anything from the chain yet. /readyz says how far it is; try again shortly.",
  },
  RESOLVER_INTERNAL: {
    status: 500,
    title: "Internal error",
    explanation: "Something failed that should not have. The request id finds it in the operator's log.",
  },
} satisfies ProblemKinds;
