/** A request that cannot be understood, or not in that form. */
import type { ProblemKinds } from "./kind.js";

export const requestProblems = {
  RESOLVER_MALFORMED_URL: {
    status: 400,
    title: "Malformed URL",
    explanation:
      "The request's URL holds a percent sign without two hexadecimal digits, or bytes that are not UTF-8. Encode the " +
      "identifier as by RFC 3986 before it goes into the URL.",
  },
  RESOLVER_INVALID_QUERY: {
    status: 400,
    title: "Invalid query",
    explanation:
      "A query parameter is missing, repeated, unknown, or out of its range. Unknown parameters are refused rather " +
      "than ignored, so that a misspelt one never changes what an answer seems to say.",
  },
  RESOLVER_INVALID_ADDRESS: {
    status: 400,
    title: "Invalid address",
    explanation: "A party is named by the address of its account: 0x and 40 hexadecimal digits.",
  },
  RESOLVER_INVALID_NAMESPACE: {
    status: 400,
    title: "Invalid namespace",
    explanation: "A namespace is named by one of the ledger's schemes and a canonical prefix of it.",
  },
  RESOLVER_INVALID_CERTIFICATE: {
    status: 400,
    title: "Invalid certificate",
    explanation:
      "A delegation certificate is named by the digest that was signed: 0x and 64 hexadecimal digits.",
  },
  RESOLVER_INVALID_TOKEN: {
    status: 400,
    title: "Invalid token",
    explanation:
      "A namespace, a record (sealed or not), a batch or a twin is named by its kind and its id: 0x and 64 hexadecimal digits.",
  },
  RESOLVER_INVALID_BATCH: {
    status: 400,
    title: "Invalid batch id",
    explanation: "A batch is named by its id: 0x and 64 hexadecimal digits.",
  },
  RESOLVER_INVALID_SEALED_RECORD: {
    status: 400,
    title: "Invalid id of a sealed record",
    explanation:
      "A sealed record is named by its id: 0x and 64 hexadecimal digits. Its identifier is not asked for here: whoever is asked " +
      "learns it.",
  },
  RESOLVER_INVALID_AAS_ID: {
    status: 400,
    title: "Invalid id of a shell, a submodel or an asset",
    explanation:
      "Ids of shells and submodels stand in paths, and asset ids in query strings, in base64url of their UTF-8 text, with or " +
      "without padding.",
  },
  RESOLVER_INVALID_BODY: {
    status: 400,
    title: "Invalid body",
    explanation:
      "The request's body is missing, is not JSON, or is not of the structure that the resource takes.",
  },
  RESOLVER_UNKNOWN_SUBJECT: {
    status: 400,
    title: "Unknown subject",
    explanation:
      "An asset id is meant for somebody (`externalSubjectId`) who is no party of the ledger, by a DID or by a business partner number that a " +
      "registrar attests. Nobody could ever be shown it, so it is refused.",
  },
  RESOLVER_UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    title: "Unsupported media type",
    explanation: "Bodies are read as plain JSON in UTF-8, with Content-Type: application/json.",
  },
  RESOLVER_ANSWER_FULL: {
    status: 413,
    title: "Answer full",
    explanation:
      "Of many identifiers in one request, those before this one have filled the answer. Ask for this one again, with those " +
      "that follow it; the first of a request is always answered.",
  },
  RESOLVER_UNKNOWN_ROUTE: {
    status: 404,
    title: "No such resource",
    explanation: "Nothing is served at this path. /openapi.json lists everything that is.",
  },
  RESOLVER_METHOD_NOT_ALLOWED: {
    status: 405,
    title: "Method not allowed",
    explanation: "The Allow header names the methods that are. Changes are transactions on the ledger.",
  },
  RESOLVER_BODY_TOO_LARGE: {
    status: 413,
    title: "Body too large",
    explanation: "The request's body is larger than the resource takes; most take none at all.",
  },
  RESOLVER_UNKNOWN_PROBLEM: {
    status: 404,
    title: "No such problem",
    explanation: "There is no problem type of that name.",
  },
} satisfies ProblemKinds;
