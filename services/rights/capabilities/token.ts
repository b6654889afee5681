/** Signed tokens (JWS, ES256) of the resolver, of whichever type. */
import { type KeyObject, randomUUID } from "node:crypto";
import { SignJWT } from "jose";
import type { Address } from "../../store/model.js";
import { capabilityAlgorithm } from "./capability.js";

/** The key that signs; its public half is in the issuer's JWK Set under `kid`. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
}

export interface TokenClaims {
  /** Tells a token from whatever else the key may sign (RFC 8725, section 3.11). */
  readonly typ: string;
  readonly issuer: string;
  readonly audience: string;
  readonly subject: Address;
  /** Unix seconds. */
  readonly issued: number;
  /** First Unix second at which it is no longer good. */
  readonly expires: number;
}

/** The token in compact form, with an id of its own. */
export function signToken(
  { kid, privateKey }: SigningKey,
  { typ, issuer, audience, subject, issued, expires }: TokenClaims,
  payload: Readonly<Record<string, unknown>>,
): Promise<string> {
  return new SignJWT({ ...payload })
    .setProtectedHeader({ alg: capabilityAlgorithm, typ, kid })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(subject)
    .setJti(randomUUID())
    .setIssuedAt(issued)
    .setExpirationTime(expires)
    .sign(privateKey);
}
