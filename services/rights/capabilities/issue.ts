/** Making capabilities. */
import { type KeyObject, randomUUID } from "node:crypto";
import { SignJWT } from "jose";
import { type Capability, capabilityAlgorithm, capabilitySeconds, capabilityType } from "./capability.js";
import { payloadOf } from "./payload.js";

/** The key that signs; its public half is in the issuer's JWK Set under `kid`. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
}

export interface IssuedCapability {
  /** JWS in compact form. */
  readonly token: string;
  /** First Unix second at which it is no longer good. */
  readonly expires: number;
}

/**
 * @param until Unix second at which the right ends by itself, 0 for never: the capability does not outlive it.
 * @param now Unix seconds.
 */
export async function issueCapability(
  { kid, privateKey }: SigningKey,
  capability: Capability,
  until: number,
  now: number,
): Promise<IssuedCapability> {
  const longest = now + capabilitySeconds;
  const expires = until === 0 ? longest : Math.min(longest, until);
  const { issuer, audience, party } = capability;
  const token = await new SignJWT({ ...payloadOf(capability) })
    .setProtectedHeader({ alg: capabilityAlgorithm, typ: capabilityType, kid })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(party)
    .setJti(randomUUID())
    .setIssuedAt(now)
    .setExpirationTime(expires)
    .sign(privateKey);
  return { token, expires };
}
