/**
 * Keys at rest: one encrypted file a key, in the format that every Ethereum tool reads (Web3 Secret Storage, version 3).
 * Passwords and private keys appear in no error and in no log.
 */
import { chmod, mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { decryptKeystoreJson, encryptKeystoreJson, isKeystoreJson, Wallet } from "ethers";
import { z } from "zod";
import { isAbsence } from "../../errors/absence.js";
import type { Address } from "../../store/model.js";
import { LedgerError } from "../errors.js";
import { addressSchema, toAddress } from "../hex.js";
import { writeWholeFile } from "../wholeFile.js";

export interface KeyInfo {
  readonly name: string;
  readonly address: Address;
  readonly file: string;
}

export interface KeystoreOptions {
  /** Cost of scrypt, a power of two. The default takes about half a second and 128 MiB. */
  readonly scryptN?: number;
}

const defaultScryptN = 131_072;
const nameForm = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const suffix = ".json";
const headSchema = z.looseObject({
  address: z
    .string()
    .transform((text) => (text.startsWith("0x") ? text : `0x${text}`))
    .pipe(addressSchema),
});

/** Makes a new key. @throws LedgerError `LEDGER_KEY_NAME`, `LEDGER_KEY_EXISTS`, `LEDGER_KEY_FILE`. */
export function createKey(
  dir: string,
  name: string,
  password: string,
  options: KeystoreOptions = {},
): Promise<KeyInfo> {
  return store(dir, name, password, Wallet.createRandom().privateKey, options);
}

/**
 * Takes over a key.
 * @param secret A private key in hex, with or without `0x`, or the JSON of an encrypted keystore with the same password.
 * @throws LedgerError `LEDGER_KEY_INVALID`, `LEDGER_WRONG_PASSWORD`, and those of {@link createKey}.
 */
export async function importKey(
  dir: string,
  name: string,
  password: string,
  secret: string,
  options: KeystoreOptions = {},
): Promise<KeyInfo> {
  const text = secret.trim();
  const privateKey = isKeystoreJson(text) ? await decrypt(text, password, name) : privateKeyOf(text);
  return store(dir, name, password, privateKey, options);
}

/** The keys in a folder by name; files that are no keystores are left out. */
export async function listKeys(dir: string): Promise<readonly KeyInfo[]> {
  let files: string[];
  try {
    files = await readdir(dir);
  } catch (cause) {
    if (isAbsence(cause)) return [];
    throw fileError(dir, "cannot be read", cause);
  }
  const names = files.filter((file) => file.endsWith(suffix)).map((file) => file.slice(0, -suffix.length));
  const keys = await Promise.all(names.filter((name) => nameForm.test(name)).map((name) => info(dir, name)));
  return keys.filter((key) => key !== null).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * Opens a key.
 * @throws LedgerError `LEDGER_KEY_NOT_FOUND`, `LEDGER_WRONG_PASSWORD`, `LEDGER_KEY_INVALID`, `LEDGER_KEY_FILE`.
 */
export async function unlockKey(dir: string, name: string, password: string): Promise<Wallet> {
  const file = fileOf(dir, name);
  let json: string;
  try {
    json = await readFile(file, "utf8");
  } catch (cause) {
    if (!isAbsence(cause)) throw fileError(file, "cannot be read", cause);
    throw new LedgerError("LEDGER_KEY_NOT_FOUND", `There is no key called "${name}".`, {
      hint: "List the keys that there are, or make one.",
      details: { name, dir },
    });
  }
  return new Wallet(await decrypt(json, password, name));
}

async function store(
  dir: string,
  name: string,
  password: string,
  privateKey: string,
  { scryptN = defaultScryptN }: KeystoreOptions,
): Promise<KeyInfo> {
  const file = fileOf(dir, name);
  if ((await readFile(file).catch(() => null)) !== null) throw exists(name, file);
  const wallet = new Wallet(privateKey);
  const json = await encryptKeystoreJson(wallet, password, { scrypt: { N: scryptN } });
  await mkdir(dir, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
    throw fileError(dir, "cannot be made", cause);
  });
  try {
    await writeWholeFile(file, json, { mode: 0o600, exclusive: true });
    // A restrictive or lax umask changes what was asked for at creation.
    await chmod(file, 0o600);
  } catch (cause) {
    throw isCode(cause, "EEXIST") ? exists(name, file) : fileError(file, "cannot be written", cause);
  }
  return { name, address: toAddress(wallet.address), file };
}

async function decrypt(json: string, password: string, name: string): Promise<string> {
  if (!isKeystoreJson(json)) throw invalid(`The file of the key "${name}" is no encrypted keystore.`);
  try {
    return (await decryptKeystoreJson(json, password)).privateKey;
  } catch (cause) {
    // ethers says "incorrect password" where the check value differs; all else means a damaged file.
    if (cause instanceof Error && /incorrect password/i.test(cause.message)) {
      throw new LedgerError("LEDGER_WRONG_PASSWORD", `The password of the key "${name}" is wrong.`, {
        hint: "Try again. A lost password cannot be recovered; the key's holder has to rotate to another key.",
        details: { name },
      });
    }
    throw invalid(`The file of the key "${name}" is damaged.`);
  }
}

function privateKeyOf(text: string): string {
  const key = text.startsWith("0x") ? text : `0x${text}`;
  try {
    return new Wallet(key).privateKey;
  } catch {
    // The cause is left out: it may quote the secret.
    throw invalid("This is neither a private key (32 bytes in hex) nor an encrypted keystore.");
  }
}

async function info(dir: string, name: string): Promise<KeyInfo | null> {
  const file = join(dir, name + suffix);
  const json = await readFile(file, "utf8").catch(() => "");
  if (!isKeystoreJson(json)) return null;
  const head = headSchema.safeParse(JSON.parse(json));
  return head.success ? { name, address: head.data.address, file } : null;
}

function fileOf(dir: string, name: string): string {
  if (nameForm.test(name)) return join(dir, name + suffix);
  throw new LedgerError("LEDGER_KEY_NAME", `"${name.slice(0, 80)}" cannot be the name of a key.`, {
    hint: "Use 1 to 64 letters, digits, dots, dashes and underscores, starting with a letter or a digit.",
  });
}

const isCode = (cause: unknown, code: string): boolean =>
  cause instanceof Error && "code" in cause && cause.code === code;

function exists(name: string, file: string): LedgerError {
  return new LedgerError("LEDGER_KEY_EXISTS", `There is a key called "${name}" already.`, {
    hint: "Choose another name; a key is never overwritten.",
    details: { name, file },
  });
}

function invalid(message: string): LedgerError {
  return new LedgerError("LEDGER_KEY_INVALID", message, {
    hint: "Give the key as 64 hexadecimal digits, or a version 3 keystore file.",
  });
}

function fileError(path: string, what: string, cause: unknown): LedgerError {
  return new LedgerError("LEDGER_KEY_FILE", `${path} ${what}.`, {
    hint: "Check the folder's owner and permissions, and the room on the disk.",
    details: { path },
    cause,
  });
}
