/** Registrations through the resolver. */
import type { ProblemKinds } from "./kind.js";

export const writingProblems = {
  RESOLVER_WRITING_OFF: {
    status: 403,
    title: "Writing is off",
    explanation:
      "This resolver only reads. Its operator can let it write to the ledger for one party; anybody else writes with a key of " +
      "their own, by the command line.",
  },
  RESOLVER_UNKNOWN_REGISTRATION: {
    status: 404,
    title: "Unknown registration",
    explanation: "No registration has the id. It is the one that was answered when the file was sent.",
  },
  RESOLVER_UNKNOWN_BULK: {
    status: 404,
    title: "Unknown bulk operation",
    explanation:
      "There is no bulk operation of that handle. Results are kept for an hour, the last hundred of them, and not across a " +
      "restart. Read what is registered, or send the same again: what is on the ledger already stays as it is.",
  },
  RESOLVER_BULK_BUSY: {
    status: 503,
    title: "Too many bulk operations",
    explanation: "As many bulk operations as are carried out at once are under way. Try again shortly.",
  },
  RESOLVER_CONFLICT: {
    status: 409,
    title: "Conflict",
    explanation: "The ledger says something else already, or does not allow the change.",
  },
  RESOLVER_WRITE_PENDING: {
    status: 202,
    title: "Not read back yet",
    explanation:
      "The change was sent to the ledger, and the index does not have it yet. Read it in a while; sending it again does no harm.",
  },
  RESOLVER_LEDGER_UNAVAILABLE: {
    status: 503,
    title: "Ledger unavailable",
    explanation:
      "The change could not be sent to the ledger. The request id finds the reason in the operator's log.",
  },
} satisfies ProblemKinds;
