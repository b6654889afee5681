/** Making capabilities. */
import { type Capability, capabilitySeconds, capabilityType } from "./capability.js";
import { payloadOf } from "./payload.js";
import { type SigningKey, signToken } from "./token.js";

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
  key: SigningKey,
  capability: Capability,
  until: number,
  now: number,
): Promise<IssuedCapability> {
  const longest = now + capabilitySeconds;
  const expires = until === 0 ? longest : Math.min(longest, until);
  const { issuer, audience, party } = capability;
  const claims = { typ: capabilityType, issuer, audience, subject: party, issued: now, expires };
  const token = await signToken(key, claims, { ...payloadOf(capability) });
  return { token, expires };
}
