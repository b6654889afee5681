/** What is not there, or not at that moment. */
import type { ProblemKinds } from "./kind.js";

export const thingProblems = {
  RESOLVER_UNKNOWN_IDENTIFIER: {
    status: 404,
    title: "Unknown identifier",
    explanation:
      "The identifier is well formed, but nobody has registered it with the namespace that has authority over it. " +
      "The problem's authority member says who could.",
  },
  RESOLVER_UNKNOWN_TWIN: {
    status: 404,
    title: "Unknown twin",
    explanation:
      "The ledger has no twin model with this id, as far as the index has read. An id is the keccak256 of the SHA-256 of " +
      "the content that the twin was minted with.",
  },
  RESOLVER_UNKNOWN_SHELL: {
    status: 404,
    title: "Unknown shell",
    explanation:
      "No Asset Administration Shell of that id is registered and active, as far as the index has read. A twin without a shell " +
      "of its own answers under its DID.",
  },
  RESOLVER_UNKNOWN_SUBMODEL: {
    status: 404,
    title: "Unknown submodel",
    explanation: "No submodel of that id is registered and active there, as far as the index has read.",
  },
  RESOLVER_UNKNOWN_TOKEN: {
    status: 404,
    title: "Unknown token",
    explanation: "The ledger has no namespace, record or twin with this id, as far as the index has read.",
  },
  RESOLVER_UNKNOWN_BATCH: {
    status: 404,
    title: "Unknown batch",
    explanation:
      "Nobody has issued a batch of that id up to the block that `asOf` names. Whether a single identifier is one of a " +
      "batch, `/v1/resolve` tells for ranges of numbers.",
  },
  RESOLVER_UNKNOWN_SEALED_RECORD: {
    status: 404,
    title: "Unknown sealed record",
    explanation: "Nobody has registered a sealed record of that id up to the block that `asOf` names.",
  },
  RESOLVER_UNKNOWN_THING: {
    status: 404,
    title: "Unknown thing",
    explanation:
      "The ledger has no asset, group or quota with this id, as far as the index has read. The id is well formed.",
  },
  RESOLVER_UNKNOWN_PARTY: {
    status: 404,
    title: "Unknown party",
    explanation: "The address is well formed, but no party is registered with it.",
  },
  RESOLVER_UNKNOWN_EVIDENCE: {
    status: 404,
    title: "Unknown evidence",
    explanation:
      "No party has anchored this digest on the ledger. A document of a bundle is anchored by the bundle's root: its own " +
      "digest is then not known here.",
  },
  RESOLVER_UNKNOWN_NAMESPACE: {
    status: 404,
    title: "Unknown namespace",
    explanation: "The prefix is well formed, but was never delegated.",
  },
  RESOLVER_UNKNOWN_CERTIFICATE: {
    status: 404,
    title: "Unknown certificate",
    explanation:
      "No certificate of that digest was used or cancelled. One that nobody submitted yet is not on the ledger.",
  },
  RESOLVER_MOMENT_AHEAD: {
    status: 404,
    title: "Moment not indexed yet",
    explanation:
      "`at` names a block, or a time, that is later than the last block that the index has read: what there will be is not " +
      "known. Ask without `at` for the present.",
  },
  RESOLVER_MOMENT_BEFORE_LEDGER: {
    status: 404,
    title: "Moment before the ledger",
    explanation: "`at` names a block, or a time, before the block in which the ledger was deployed.",
  },
  RESOLVER_UNKNOWN_BLOCK: {
    status: 404,
    title: "Unknown block",
    explanation:
      "`at` names a block by a hash that the index does not know. The chain may have replaced that block, or nothing of the " +
      "ledger changed in it: of those the index keeps no hash. Ask for the block by its number.",
  },
  RESOLVER_RETIRED: {
    status: 410,
    title: "Identifier retired",
    explanation:
      "The identifier's record was ended for ever by its owner, and will not be used again. /v1/resolve shows what it " +
      "was.",
  },
  RESOLVER_NOT_LIVE: {
    status: 404,
    title: "Identifier not live",
    explanation:
      "The identifier is registered, but its record or the namespace above it is suspended, so nothing is served for " +
      "it. /v1/resolve shows the record and its status.",
  },
  RESOLVER_NO_LINK: {
    status: 404,
    title: "No link",
    explanation: "The identifier is registered, but its owner has attached no link that can be followed.",
  },
  RESOLVER_UNKNOWN_LINK_TYPE: {
    status: 404,
    title: "No link of that type",
    explanation:
      "The identifier has no link of the requested type, at its own level or above. Ask for linkType=linkset to see " +
      "which there are.",
  },
} satisfies ProblemKinds;
