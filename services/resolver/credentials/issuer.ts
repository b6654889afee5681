/** Who issues credentials: this resolver, by the DID of its public address. */
import { createPublicKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { calculateJwkThumbprint, type JWK } from "jose";
import { type IssuerKey, issuerContexts, issuerDocument } from "../../credentials/issuerDocument.js";
import type { SigningKey } from "../../credentials/sign.js";
import { webStem } from "../../identifiers/did/web.js";
import type { SessionKey } from "../auth/sessionKey.js";
import type { ResolverConfig } from "../config.js";
import type { Resolved } from "../did/document.js";
import { ResolverError } from "../errors.js";

export interface IssuerKeys {
  readonly signing: SigningKey;
  /** By which credentials are known: the one that signs, then former ones. */
  readonly known: readonly IssuerKey[];
}

export interface Issuer extends IssuerKeys {
  /** `did:web` of the public address. */
  readonly did: string;
}

/**
 * undefined where the key is not to stay: whoever had a credential by it could not show it after the next start.
 * @throws ResolverError RESOLVER_INVALID_CONFIG
 */
export async function openIssuerKeys(
  { sessionKeyFile, formerKeyFiles }: Pick<ResolverConfig, "sessionKeyFile" | "formerKeyFiles">,
  key: SessionKey,
): Promise<IssuerKeys | undefined> {
  if (sessionKeyFile === undefined) return undefined;
  const former = await Promise.all(formerKeyFiles.map(readFormerKey));
  return { signing: key, known: [key, ...former.filter(({ kid }) => kid !== key.kid)] };
}

export function issuerOf(service: {
  readonly baseUrl: string;
  readonly issuerKeys?: IssuerKeys | undefined;
}): Issuer | null {
  const { baseUrl, issuerKeys } = service;
  return issuerKeys === undefined ? null : { ...issuerKeys, did: webStem(baseUrl) };
}

export function issuerResolved({ did, known }: Issuer): Resolved {
  return { context: issuerContexts, document: issuerDocument(did, known), metadata: {} };
}

/** The public half of a key in PEM, of which the file may have either. */
async function readFormerKey(file: string): Promise<IssuerKey> {
  try {
    const key = createPublicKey(readFileSync(file));
    if (key.asymmetricKeyDetails?.namedCurve !== "prime256v1") throw unusable();
    const jwk: JWK = key.export({ format: "jwk" });
    return { kid: await calculateJwkThumbprint(jwk), jwk };
  } catch (cause) {
    if (cause instanceof ResolverError) throw cause;
    throw unusable(cause);
  }
}

/** The reason may quote the file: only its kind is told. */
function unusable(cause?: unknown): ResolverError {
  return new ResolverError(
    "RESOLVER_INVALID_CONFIG",
    "CADASTRE_FORMER_KEY_FILES names a file without a key that can be used.",
    {
      hint: "Keep of each former key its public half: openssl pkey -in session.pem -pubout -out former.pem",
      details: { settings: ["CADASTRE_FORMER_KEY_FILES"] },
      cause,
    },
  );
}
