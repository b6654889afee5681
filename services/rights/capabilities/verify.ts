/** Verifying capabilities, with nothing but the resolver's public keys. */
import { type JWTVerifyGetKey, jwtVerify } from "jose";
import { JOSEError, JWKSInvalid, JWKSTimeout, JWTClaimValidationFailed, JWTExpired } from "jose/errors";
import { type Capability, capabilityAlgorithm, capabilitySeconds, capabilityType } from "./capability.js";
import { CapabilityError } from "./errors.js";
import { capabilityIn } from "./payload.js";

/** Seconds by which the clocks of resolver and provider may differ. */
export const clockTolerance = 5;

/** What a provider takes. */
export interface Expected {
  /** Public address of the resolver. */
  readonly issuer: string;
  /** Public address of the provider itself. */
  readonly audience: string;
}

/**
 * The capability that a token is, at a time. Its algorithm is fixed, its key is one of the resolver's; it is for this provider, by
 * that resolver, and neither older than a capability may be nor from the future.
 *
 * @param keys The resolver's keys: jose's `createRemoteJWKSet` or `createLocalJWKSet`.
 * @param now Unix seconds.
 * @throws CapabilityError CAPABILITY_INVALID, CAPABILITY_EXPIRED, CAPABILITY_OTHER_AUDIENCE, CAPABILITY_OTHER_ISSUER,
 * CAPABILITY_KEYS_UNAVAILABLE.
 */
export async function verifyCapability(
  token: string,
  keys: JWTVerifyGetKey,
  { issuer, audience }: Expected,
  now: number,
): Promise<Capability> {
  const capability = capabilityIn(await verifiedPayload(token, keys, { issuer, audience }, now));
  if (capability === null) throw invalid();
  return capability;
}

async function verifiedPayload(
  token: string,
  keys: JWTVerifyGetKey,
  expected: Expected,
  now: number,
): Promise<unknown> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      ...expected,
      algorithms: [capabilityAlgorithm],
      typ: capabilityType,
      requiredClaims: ["jti", "iat", "exp", "sub"],
      maxTokenAge: capabilitySeconds,
      clockTolerance,
      currentDate: new Date(now * 1000),
    });
    return payload;
  } catch (cause) {
    throw inOurTerms(cause, expected);
  }
}

/** Of the resolver's answer, not of the token. */
const faultsOfKeys: readonly string[] = [JOSEError.code, JWKSInvalid.code, JWKSTimeout.code];

function inOurTerms(cause: unknown, { issuer, audience }: Expected): CapabilityError {
  if (cause instanceof JWTExpired) return expired(cause);
  if (cause instanceof JWTClaimValidationFailed) {
    if (cause.claim === "iat" && cause.reason === "check_failed") return expired(cause);
    if (cause.claim === "aud")
      return new CapabilityError("CAPABILITY_OTHER_AUDIENCE", `The capability is not for ${audience}.`, {
        hint: "Ask the resolver for one with this provider's address as audience.",
        cause,
      });
    if (cause.claim === "iss")
      return new CapabilityError("CAPABILITY_OTHER_ISSUER", `The capability is not of ${issuer}.`, {
        hint: "Ask the resolver that this provider trusts, by the address at which it does.",
        cause,
      });
  }
  if (cause instanceof JOSEError && !faultsOfKeys.includes(cause.code)) return invalid(cause);
  return new CapabilityError("CAPABILITY_KEYS_UNAVAILABLE", "The resolver's keys cannot be had.", {
    hint: "Try again; the provider's operator finds out whether the resolver can be reached.",
    cause,
  });
}

function invalid(cause?: unknown): CapabilityError {
  return new CapabilityError("CAPABILITY_INVALID", "That is no capability of the resolver's.", {
    hint: "Ask the resolver for one: POST /v1/capabilities.",
    ...(cause === undefined ? {} : { cause }),
  });
}

function expired(cause: unknown): CapabilityError {
  return new CapabilityError("CAPABILITY_EXPIRED", "The capability's time is over, or has not come.", {
    hint: `Ask the resolver for a new one, and set the clock: ${capabilitySeconds} seconds are the most.`,
    cause,
  });
}
