/** The key that the vault's rows are encrypted with: 32 random bytes in a file of its own. */
import { createHash, randomBytes } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { writeWholeFile } from "../ledger/wholeFile.js";
import { VaultError } from "./errors.js";

const form = /^[0-9a-f]{64}$/;

/** Its bytes are no member that is printed or sent with an object. */
export class VaultKey {
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Which key it is, which says nothing of its bytes. */
  get id(): string {
    return createHash("sha256")
      .update("cadastre.vault.key.v1\0")
      .update(this.#bytes)
      .digest("hex")
      .slice(0, 16);
  }

  /** For the cipher alone. */
  reveal(): Buffer {
    return this.#bytes;
  }
}

/**
 * The key of a file, which is made where there is none, for its owner alone to read.
 * @param mayMake Whether a file that is missing is made: not where its operator named it.
 * @throws VaultError VAULT_KEY_UNUSABLE
 */
export async function openKey(file: string, mayMake: boolean): Promise<VaultKey> {
  if (mayMake) await makeUnlessThere(file);
  return readKey(file);
}

async function makeUnlessThere(file: string): Promise<void> {
  try {
    await writeWholeFile(file, `${randomBytes(32).toString("hex")}\n`, { mode: 0o600, exclusive: true });
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "EEXIST") return;
    throw unusable(file, "cannot be made", "Check that its folder is writable.", cause);
  }
}

async function readKey(file: string): Promise<VaultKey> {
  let text: string;
  let mode: number;
  try {
    text = (await readFile(file, "utf8")).trim();
    mode = (await stat(file)).mode;
  } catch (cause) {
    throw unusable(
      file,
      "cannot be read",
      "Restore it from its backup; without it the vault cannot be read.",
      cause,
    );
  }
  if (process.platform !== "win32" && (mode & 0o077) !== 0)
    throw unusable(file, "may be read by others than its owner", `Close it to them: chmod 600 ${file}`);
  if (!form.test(text))
    throw unusable(file, "is no key", "It is 32 random bytes as 64 hexadecimal digits: openssl rand -hex 32");
  return new VaultKey(Buffer.from(text, "hex"));
}

/** The reason never quotes the file. */
function unusable(file: string, what: string, hint: string, cause?: unknown): VaultError {
  return new VaultError("VAULT_KEY_UNUSABLE", `The vault's key in ${file} ${what}.`, {
    hint,
    details: { file },
    ...(cause === undefined ? {} : { cause }),
  });
}
