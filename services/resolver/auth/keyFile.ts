/** The resolver's own keys, each for one purpose: made at the start, or from a file that outlasts it. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { readFileSync } from "node:fs";
import { calculateJwkThumbprint, type JWK } from "jose";
import { ResolverError } from "../errors.js";

/** A key that signs (ES256). */
export interface ResolverKey {
  /** RFC 7638 thumbprint. */
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** As it is published. */
  readonly jwk: JWK;
}

const curve = "prime256v1";

/** A new key as PKCS #8 in PEM, in which form threads share it. */
export function makeKey(): string {
  return pemOf(generateKeyPairSync("ec", { namedCurve: curve }).privateKey);
}

/**
 * The key in a file, PKCS #8 in PEM.
 * @param setting That names the file.
 * @throws ResolverError RESOLVER_INVALID_CONFIG
 */
export function readKey(file: string, setting: string): string {
  try {
    const key = createPrivateKey(readFileSync(file));
    if (key.asymmetricKeyDetails?.namedCurve === curve) return pemOf(key);
  } catch (cause) {
    throw unusable(setting, cause);
  }
  throw unusable(setting);
}

/**
 * @param pem What `makeKey` or `readKey` gave.
 * @param use What it is published for (RFC 7517, section 4.2): verifiers of other things pass it by.
 */
export async function openKey(pem: string, use: string): Promise<ResolverKey> {
  const privateKey = createPrivateKey(pem);
  const publicKey = createPublicKey(pem);
  const jwk: JWK = publicKey.export({ format: "jwk" });
  const kid = await calculateJwkThumbprint(jwk);
  return { kid, privateKey, publicKey, jwk: { ...jwk, kid, alg: "ES256", use } };
}

const pemOf = (key: KeyObject): string => key.export({ type: "pkcs8", format: "pem" }).toString();

/** The reason may quote the file: only its kind is told. */
function unusable(setting: string, cause?: unknown): ResolverError {
  return new ResolverError("RESOLVER_INVALID_CONFIG", `${setting} has no key that can be used.`, {
    hint: "Make one: openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256",
    details: { settings: [setting] },
    cause,
  });
}
