/** Refusals of the gate: problem documents (RFC 9457) with the challenge of RFC 6750. */
import type { ServerResponse } from "node:http";
import type { CapabilityError, CapabilityErrorCode } from "../capabilities/errors.js";

interface Refusal {
  readonly status: number;
  readonly title: string;
  /** RFC 6750, section 3.1; none where it is no fault of the token's. */
  readonly error: string | null;
}

const unauthorised = { status: 401, error: "invalid_token" };

const refusals: Readonly<Record<CapabilityErrorCode, Refusal>> = {
  CAPABILITY_INVALID: { ...unauthorised, title: "No capability" },
  CAPABILITY_EXPIRED: { ...unauthorised, title: "Capability expired" },
  CAPABILITY_OTHER_AUDIENCE: { ...unauthorised, title: "Capability for another provider" },
  CAPABILITY_OTHER_ISSUER: { ...unauthorised, title: "Capability of another resolver" },
  CAPABILITY_UNPROVEN: { ...unauthorised, title: "Holder not proven" },
  CAPABILITY_REPLAYED: { ...unauthorised, title: "Proof used already" },
  CAPABILITY_INSUFFICIENT: { status: 403, title: "Not allowed", error: "insufficient_scope" },
  CAPABILITY_KEYS_UNAVAILABLE: { status: 503, title: "Not ready", error: null },
};

/** @param resolver Public address of the resolver where a capability is to be had. */
export function sendRefusal(
  res: ServerResponse,
  { code, message, hint }: CapabilityError,
  resolver: string,
): void {
  const { status, title, error } = refusals[code];
  const body = JSON.stringify({ type: "about:blank", title, status, detail: message, code, hint, resolver });
  res.writeHead(status, {
    "content-type": "application/problem+json",
    "content-length": Buffer.byteLength(body),
    "cache-control": "no-store",
    ...(error === null
      ? { "retry-after": "5" }
      : { "www-authenticate": `Bearer realm="cadastre", error="${error}", error_description="${title}"` }),
  });
  res.end(body);
}
