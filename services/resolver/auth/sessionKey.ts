/**
 * The resolver's own key: it signs the tokens of sessions (ES256), and the nonces of its challenges are known by it. It is made at
 * the start and lives in memory, unless a file has it: then sessions outlast a restart, and replicas take each other's.
 */
import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from "node:crypto";
import { readFileSync } from "node:fs";
import { calculateJwkThumbprint, type JWK } from "jose";
import { ResolverError } from "../errors.js";

export interface SessionKey {
  /** RFC 7638 thumbprint. */
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** As it is published. */
  readonly jwk: JWK;
  /** 16 bytes in hex, which nobody without the key can make of the text. */
  mark(text: string): string;
}

const curve = "prime256v1";

/** A new key as PKCS #8 in PEM, in which form threads share it. */
export function makeSessionKey(): string {
  return pemOf(generateKeyPairSync("ec", { namedCurve: curve }).privateKey);
}

/**
 * The key in a file, PKCS #8 in PEM.
 * @throws ResolverError RESOLVER_INVALID_CONFIG
 */
export function readSessionKey(file: string): string {
  try {
    const key = createPrivateKey(readFileSync(file));
    if (key.asymmetricKeyDetails?.namedCurve === curve) return pemOf(key);
  } catch (cause) {
    throw unusable(cause);
  }
  throw unusable();
}

/** @param pem What `makeSessionKey` or `readSessionKey` gave. */
export async function openSessionKey(pem: string): Promise<SessionKey> {
  const privateKey = createPrivateKey(pem);
  const publicKey = createPublicKey(pem);
  const jwk: JWK = publicKey.export({ format: "jwk" });
  const kid = await calculateJwkThumbprint(jwk);
  const secret = createHmac("sha256", privateKey.export({ type: "pkcs8", format: "der" }))
    .update("cadastre challenges")
    .digest();
  return {
    kid,
    privateKey,
    publicKey,
    jwk: { ...jwk, kid, alg: "ES256", use: "sig" },
    mark: (text) => createHmac("sha256", secret).update(text).digest("hex").slice(0, 32),
  };
}

const pemOf = (key: KeyObject): string => key.export({ type: "pkcs8", format: "pem" }).toString();

/** The reason may quote the file: only its kind is told. */
function unusable(cause?: unknown): ResolverError {
  return new ResolverError(
    "RESOLVER_INVALID_CONFIG",
    "CADASTRE_SESSION_KEY_FILE has no key that can be used.",
    {
      hint: "Make one: openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256",
      details: { settings: ["CADASTRE_SESSION_KEY_FILE"] },
      cause,
    },
  );
}
