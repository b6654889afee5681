/**
 * The key of sessions: it signs their tokens and capabilities (ES256), and the nonces of challenges are known by it. It is made at
 * the start and lives in memory, unless a file has it: then sessions outlast a restart, and replicas take each other's.
 */
import { createHmac } from "node:crypto";
import { openKey, type ResolverKey } from "./keyFile.js";

export interface SessionKey extends ResolverKey {
  /** 16 bytes in hex, which nobody without the key can make of the text. */
  mark(text: string): string;
}

/** @param pem What `makeKey` or `readKey` gave. */
export async function openSessionKey(pem: string): Promise<SessionKey> {
  const key = await openKey(pem, "sig");
  const secret = createHmac("sha256", key.privateKey.export({ type: "pkcs8", format: "der" }))
    .update("cadastre challenges")
    .digest();
  return {
    ...key,
    mark: (text) => createHmac("sha256", secret).update(text).digest("hex").slice(0, 32),
  };
}
