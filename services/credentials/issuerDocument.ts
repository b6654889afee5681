/** The DID document of who issues credentials: nothing else is needed to know its signatures. */
import type { JWK } from "jose";
import { z } from "zod";
import { methodId } from "./sign.js";

export const issuerContexts = [
  "https://www.w3.org/ns/did/v1",
  // For JsonWebKey2020 and publicKeyJwk.
  "https://w3id.org/security/suites/jws-2020/v1",
];

const jwkSchema = z.object({
  kty: z.literal("EC"),
  crv: z.literal("P-256"),
  x: z.string(),
  y: z.string(),
});
/** Public half of a key that signs credentials. */
type IssuerJwk = z.infer<typeof jwkSchema>;

/** What is read of an issuer's document; methods of other kinds may stand in it besides. */
export const issuerDocumentSchema = z.looseObject({
  id: z.string(),
  verificationMethod: z.array(
    z.looseObject({
      id: z.string(),
      type: z.string(),
      controller: z.string(),
      publicKeyJwk: jwkSchema.optional().catch(undefined),
    }),
  ),
  assertionMethod: z.array(z.unknown()),
});
export type IssuerDocument = z.infer<typeof issuerDocumentSchema>;

export interface IssuerKey {
  /** RFC 7638 thumbprint. */
  readonly kid: string;
  readonly jwk: JWK;
}

/** @param keys Those by which credentials are known: the one that signs, and former ones. */
export function issuerDocument(issuer: string, keys: readonly IssuerKey[]) {
  const verificationMethod = keys.map(({ kid, jwk }) => ({
    id: methodId(issuer, kid),
    type: "JsonWebKey2020",
    controller: issuer,
    publicKeyJwk: { ...jwkSchema.parse(jwk), kid, alg: "ES256" },
  }));
  return { id: issuer, verificationMethod, assertionMethod: verificationMethod.map(({ id }) => id) };
}
