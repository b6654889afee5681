/** Signing credentials: JOSE (W3C Securing Verifiable Credentials using JOSE and COSE, section 3.1.1). */
import type { KeyObject } from "node:crypto";
import { SignJWT } from "jose";
import type { Credential } from "./credential.js";
import type { StatusList } from "./statusList.js";

/** Tells a credential from whatever else the key signs (RFC 8725, section 3.11). */
export const credentialTyp = "vc+jwt";
export const credentialMediaType = "application/vc+jwt";
/** The one algorithm, whatever a credential says of itself. */
export const credentialAlgorithm = "ES256";

/** The key that signs, P-256; its public half is in the issuer's DID document. */
export interface SigningKey {
  /** RFC 7638 thumbprint. */
  readonly kid: string;
  readonly privateKey: KeyObject;
}

/** Id of a key in its owner's DID document. */
export const methodId = (issuer: string, kid: string): string => `${issuer}#${kid}`;

/**
 * JWS in compact form.
 * @param now Unix seconds.
 */
export function signCredential(
  credential: Credential | StatusList,
  { kid, privateKey }: SigningKey,
  now: number,
): Promise<string> {
  const { issuer, validUntil } = credential;
  return new SignJWT({ ...credential })
    .setProtectedHeader({
      alg: credentialAlgorithm,
      typ: credentialTyp,
      cty: "vc",
      kid: methodId(issuer, kid),
    })
    .setIssuer(issuer)
    .setIssuedAt(now)
    .setExpirationTime(Math.floor(Date.parse(validUntil) / 1000))
    .sign(privateKey);
}
