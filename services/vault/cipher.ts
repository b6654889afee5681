/**
 * Encryption of the vault's rows: AES-256-GCM (NIST SP 800-38D), a random nonce for each, bound to the ledger and the row's name, so
 * that a row that is moved, swapped or changed is none. Keys for different uses are derived by HKDF (RFC 5869).
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { type Hex, toHash } from "../ledger/hex.js";
import { VaultError } from "./errors.js";
import type { VaultKey } from "./key.js";

const algorithm = "aes-256-gcm";
const version = 1;
const nonceBytes = 12;
const tagBytes = 16;
const headBytes = 1 + nonceBytes + tagBytes;

export interface Cipher {
  encrypt(name: string, text: string): Uint8Array;
  /** @throws VaultError VAULT_TAMPERED */
  decrypt(name: string, row: Uint8Array): string;
  /** 32 hexadecimal digits that stand for a text in a row's name: nobody without the key can tell or try which. */
  mark(text: string): string;
  /** 32 bytes for a text, the same ones each time: nobody without the key can tell them from random ones. */
  salt(text: string): Hex;
}

/** @param ledger Which ledger the rows are of. */
export function makeCipher(key: VaultKey, ledger: string): Cipher {
  const derived = (use: string): Buffer =>
    Buffer.from(hkdfSync("sha256", key.reveal(), "", `cadastre.vault.${use}.v1`, 32));
  const rows = derived("rows");
  const names = derived("names");
  const salts = derived("salts");
  const context = (name: string): Buffer => Buffer.from(`cadastre.vault.v1\0${ledger}\0${name}`, "utf8");
  return {
    encrypt(name, text) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv(algorithm, rows, nonce).setAAD(context(name));
      const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), body]);
    },
    decrypt(name, row) {
      const bytes = Buffer.from(row);
      if (bytes.length < headBytes || bytes[0] !== version) throw tampered(name);
      const nonce = bytes.subarray(1, 1 + nonceBytes);
      const decipher = createDecipheriv(algorithm, rows, nonce, { authTagLength: tagBytes })
        .setAAD(context(name))
        .setAuthTag(bytes.subarray(1 + nonceBytes, headBytes));
      try {
        return Buffer.concat([decipher.update(bytes.subarray(headBytes)), decipher.final()]).toString("utf8");
      } catch (cause) {
        throw tampered(name, cause);
      }
    },
    mark: (text) => createHmac("sha256", names).update(text, "utf8").digest("hex").slice(0, 32),
    salt: (text) =>
      toHash(`0x${createHmac("sha256", salts).update(`${ledger}\0${text}`, "utf8").digest("hex")}`),
  };
}

function tampered(name: string, cause?: unknown): VaultError {
  return new VaultError("VAULT_TAMPERED", `The vault's row ${name} is not what was written.`, {
    hint: "Restore the vault from its backup, or let the owner put it there again.",
    details: { name },
    ...(cause === undefined ? {} : { cause }),
  });
}
