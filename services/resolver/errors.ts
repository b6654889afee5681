import { CadastreError } from "../errors/cadastreError.js";

/** Codes that the resolver itself raises; `http/catalogue.ts` says what each means to a caller. */
export const resolverCodes = [
  "RESOLVER_INVALID_CONFIG",
  "RESOLVER_PORT_IN_USE",
  "RESOLVER_LISTEN_FAILED",
  "RESOLVER_MALFORMED_URL",
  "RESOLVER_INVALID_QUERY",
  "RESOLVER_INVALID_ADDRESS",
  "RESOLVER_INVALID_NAMESPACE",
  "RESOLVER_INVALID_CERTIFICATE",
  "RESOLVER_UNKNOWN_ROUTE",
  "RESOLVER_METHOD_NOT_ALLOWED",
  "RESOLVER_BODY_TOO_LARGE",
  "RESOLVER_UNKNOWN_IDENTIFIER",
  "RESOLVER_UNKNOWN_PARTY",
  "RESOLVER_UNKNOWN_NAMESPACE",
  "RESOLVER_UNKNOWN_CERTIFICATE",
  "RESOLVER_UNKNOWN_TWIN",
  "RESOLVER_UNKNOWN_EVIDENCE",
  "RESOLVER_NOT_LIVE",
  "RESOLVER_RETIRED",
  "RESOLVER_NO_LINK",
  "RESOLVER_UNKNOWN_LINK_TYPE",
  "RESOLVER_UNKNOWN_PROBLEM",
  "RESOLVER_NOT_READY",
  "RESOLVER_INTERNAL",
] as const;

export type ResolverCode = (typeof resolverCodes)[number];

export class ResolverError extends CadastreError<ResolverCode> {}
