/** Verifying credentials with nothing but the issuer's DID document. */
import { createPublicKey, type KeyObject } from "node:crypto";
import { decodeProtectedHeader, jwtVerify } from "jose";
import { JOSEError, JWTClaimValidationFailed, JWTExpired } from "jose/errors";
import { z } from "zod";
import { type Credential, credentialSchema } from "./credential.js";
import { CredentialError } from "./errors.js";
import type { IssuerDocument } from "./issuerDocument.js";
import { credentialAlgorithm, credentialTyp } from "./sign.js";
import { type StatusList, statusListSchema } from "./statusList.js";

/** Seconds by which the clocks of issuer and verifier may differ. */
const clockTolerance = 5;
const mostCharacters = 256 * 1024;

const claimsSchema = z.looseObject({
  iss: z.string(),
  iat: z.number(),
  exp: z.number(),
  issuer: z.string(),
  validFrom: z.iso.datetime(),
  validUntil: z.iso.datetime(),
});

/**
 * The credential that a file is, if the issuer signed it and its time has come and is not over.
 *
 * @param document DID document of the issuer that is trusted.
 * @param now Unix seconds.
 * @throws CredentialError CREDENTIAL_MALFORMED, CREDENTIAL_NOT_SIGNED, CREDENTIAL_OTHER_ISSUER, CREDENTIAL_EXPIRED.
 */
export async function verifyCredential(
  token: string,
  document: IssuerDocument,
  now: number,
): Promise<Credential> {
  return parsed(credentialSchema, await signedBy(token, document, now));
}

/** The same of a status list. */
export async function verifyStatusList(
  token: string,
  document: IssuerDocument,
  now: number,
): Promise<StatusList> {
  return parsed(statusListSchema, await signedBy(token, document, now));
}

/** What the issuer signed, without the claims that are of the JWT alone (RFC 7519). */
async function signedBy(token: string, document: IssuerDocument, now: number): Promise<unknown> {
  const claims = claimsSchema.safeParse(await verifiedClaims(token, document, now));
  if (!claims.success) throw malformed("it has not the properties of a credential", claims.error);
  const { iss, iat: _iat, exp: _exp, ...said } = claims.data;
  if (iss !== said.issuer) throw notSigned("it names another issuer than its signature does");
  const [from, until] = [said.validFrom, said.validUntil].map((time) => Date.parse(time) / 1000);
  if (now + clockTolerance < Number(from) || now - clockTolerance >= Number(until)) throw expired();
  return said;
}

async function verifiedClaims(token: string, document: IssuerDocument, now: number): Promise<unknown> {
  if (token.length > mostCharacters) throw malformed("it is too long");
  const key = keyOf(token, document);
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: [credentialAlgorithm],
      typ: credentialTyp,
      issuer: document.id,
      clockTolerance,
      currentDate: new Date(now * 1000),
    });
    return payload;
  } catch (cause) {
    if (cause instanceof JWTExpired) throw expired(cause);
    if (cause instanceof JWTClaimValidationFailed && cause.claim === "iss")
      throw otherIssuer(document, cause);
    if (cause instanceof JOSEError) throw notSigned("the signature is not of what it says", cause);
    throw cause;
  }
}

const headerSchema = z.looseObject({ alg: z.string(), kid: z.string() });

/** The key that the credential names, if the document has it as the issuer's own, for assertions. */
function keyOf(token: string, document: IssuerDocument): KeyObject {
  const { alg, kid } = headerOf(token);
  if (alg !== credentialAlgorithm) throw notSigned(`its algorithm is ${alg}, not ${credentialAlgorithm}`);
  if (!kid.startsWith(`${document.id}#`)) throw otherIssuer(document);
  const method = document.verificationMethod.find(({ id }) => id === kid);
  const isForAssertions = document.assertionMethod.includes(kid);
  if (method?.publicKeyJwk === undefined || method.controller !== document.id || !isForAssertions)
    throw notSigned("the issuer's DID document has no such key");
  return createPublicKey({ key: method.publicKeyJwk, format: "jwk" });
}

function headerOf(token: string): z.infer<typeof headerSchema> {
  try {
    return headerSchema.parse(decodeProtectedHeader(token));
  } catch (cause) {
    throw malformed("it is no JWS that names its key", cause);
  }
}

function parsed<Output>(schema: z.ZodType<Output>, said: unknown): Output {
  const result = schema.safeParse(said);
  if (result.success) return result.data;
  throw malformed("it is signed, and of no kind that is known here", result.error);
}

function malformed(why: string, cause?: unknown): CredentialError {
  return new CredentialError("CREDENTIAL_MALFORMED", `That is no credential of a resolver's: ${why}.`, {
    hint: "Give the file as it was handed out, whole and unchanged.",
    cause,
  });
}

function notSigned(why: string, cause?: unknown): CredentialError {
  return new CredentialError("CREDENTIAL_NOT_SIGNED", `The issuer did not sign that: ${why}.`, {
    hint: "It was changed, forged, or signed with a key that the issuer has given up: ask for a new one.",
    cause,
  });
}

function otherIssuer({ id }: IssuerDocument, cause?: unknown): CredentialError {
  return new CredentialError("CREDENTIAL_OTHER_ISSUER", `The credential is not of ${id}.`, {
    hint: "Name the issuer that you trust, if it is another one: --issuer.",
    cause,
  });
}

function expired(cause?: unknown): CredentialError {
  return new CredentialError("CREDENTIAL_EXPIRED", "The credential's time is over, or has not come.", {
    hint: "Ask the issuer for a new one, and set the clock.",
    cause,
  });
}
