/** What owners bring to a resolver, and the log of who was let at it. */
import type { ProblemKinds } from "./kind.js";

export const entrustedProblems = {
  RESOLVER_NOT_COMMITTED: {
    status: 409,
    title: "Not committed",
    explanation:
      "The ledger has no commitment of what was sent, at the block that `asOf` names. Publish the commitment first, and send it " +
      "again once the index has read it.",
  },
  RESOLVER_TOO_MANY_OPENINGS: {
    status: 409,
    title: "Too many openings",
    explanation:
      "The resolver keeps whom 4,096 blinded grants to one party on one asset are for. Take back those that are over; what is no longer " +
      "needed as evidence is better kept by the two sides themselves.",
  },
  RESOLVER_UNKNOWN_MANIFEST: {
    status: 404,
    title: "Unknown manifest",
    explanation:
      "This resolver does not have the manifest, or no batch on the ledger names it: a manifest is taken in once its batch " +
      "is issued and the index has read that. Its hash is the SHA-256 of the file.",
  },
  RESOLVER_INVALID_MANIFEST: {
    status: 422,
    title: "Not the manifest",
    explanation:
      "What was sent does not have the SHA-256 that the path names, or its length is not what was announced. It was thrown " +
      "away: send the file again, just as it was registered.",
  },
  RESOLVER_MANIFEST_OUT_OF_STEP: {
    status: 409,
    title: "Part out of step",
    explanation:
      "A manifest comes in part by part, in order. `received` says how many bytes there are: go on from there.",
  },
  RESOLVER_DISK_FULL: {
    status: 507,
    title: "Disk full",
    explanation:
      "The resolver has no room for what was sent. Nothing is lost: send it again once the operator has made room.",
  },
  RESOLVER_UNKNOWN_ENTRY: {
    status: 404,
    title: "No such entry",
    explanation:
      "The access log has no entry of that number, or none that concerns the caller: itself, or what it owned then.",
  },
  RESOLVER_UNKNOWN_CHECKPOINT: {
    status: 404,
    title: "No such checkpoint",
    explanation:
      "No checkpoint of the access log was made at that size. /v1/access-log names the newest that is anchored.",
  },
  RESOLVER_NOT_ANCHORED: {
    status: 409,
    title: "Not anchored yet",
    explanation:
      "The entry is in the access log, and no checkpoint that covers it is on the ledger yet. Ask again after the next " +
      "one, which the operator's schedule brings; where none is configured, it never comes.",
  },
  RESOLVER_CREDENTIALS_OFF: {
    status: 403,
    title: "No credentials",
    explanation:
      "This resolver issues no credentials: it has no key that outlasts a restart, so nobody could verify them later. Its " +
      "operator gives it one. What the ledger says is to be had with a proof all the same.",
  },
  RESOLVER_NOT_IN_FORCE: {
    status: 409,
    title: "Not in force",
    explanation:
      "A credential is of what holds when it is issued: what was retired, withdrawn, revoked or has ended gets none, and what is frozen " +
      "or suspended none until that is lifted. `reason` says which it is.",
  },
} satisfies ProblemKinds;
