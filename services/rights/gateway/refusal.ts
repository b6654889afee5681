/** Refusals of the gate: problem documents (RFC 9457) with the challenge of RFC 6750. */
import type { ServerResponse } from "node:http";
import type { CapabilityError, CapabilityErrorCode } from "../capabilities/errors.js";
import type { UsageError, UsageErrorCode } from "../metering/errors.js";

interface Refusal {
  readonly status: number;
  readonly title: string;
  /** RFC 6750, section 3.1; none where it is no fault of the token's. */
  readonly error: string | null;
}

const unauthorised = { status: 401, error: "invalid_token" };

const unpaid = { status: 402, error: null };

const refusals: Readonly<Record<CapabilityErrorCode | UsageErrorCode, Refusal>> = {
  CAPABILITY_INVALID: { ...unauthorised, title: "No capability" },
  CAPABILITY_EXPIRED: { ...unauthorised, title: "Capability expired" },
  CAPABILITY_OTHER_AUDIENCE: { ...unauthorised, title: "Capability for another provider" },
  CAPABILITY_OTHER_ISSUER: { ...unauthorised, title: "Capability of another resolver" },
  CAPABILITY_UNPROVEN: { ...unauthorised, title: "Holder not proven" },
  CAPABILITY_REPLAYED: { ...unauthorised, title: "Proof used already" },
  CAPABILITY_UNCHECKED: { status: 503, title: "Not ready", error: null },
  CAPABILITY_BODY_TOO_LARGE: { status: 413, title: "Body too large", error: null },
  CAPABILITY_BODY_ENCODED: { status: 415, title: "Body compressed", error: null },
  CAPABILITY_INSUFFICIENT: { status: 403, title: "Not allowed", error: "insufficient_scope" },
  CAPABILITY_KEYS_UNAVAILABLE: { status: 503, title: "Not ready", error: null },
  USAGE_UNMETERED: { ...unpaid, title: "Units needed" },
  USAGE_UNSTATED: { ...unpaid, title: "Usage statement needed" },
  USAGE_OUT_OF_STEP: { ...unpaid, title: "Usage statement out of step" },
  USAGE_EXHAUSTED: { ...unpaid, title: "Not enough units" },
};

/** @param resolver Public address of the resolver where a capability is to be had. */
export function sendRefusal(
  res: ServerResponse,
  { code, message, hint, details }: CapabilityError | UsageError,
  resolver: string,
): void {
  const { status, title, error } = refusals[code];
  const problem = { type: "about:blank", title, status, detail: message, code, hint, resolver, ...details };
  const body = JSON.stringify(problem);
  res.writeHead(status, {
    "content-type": "application/problem+json",
    "content-length": Buffer.byteLength(body),
    "cache-control": "no-store",
    ...(status === 503 ? { "retry-after": "5" } : {}),
    // What is left of the body is not read to its end.
    ...(status === 413 || status === 415 ? { connection: "close" } : {}),
    ...(error === null
      ? {}
      : { "www-authenticate": `Bearer realm="cadastre", error="${error}", error_description="${title}"` }),
  });
  res.end(body);
}
