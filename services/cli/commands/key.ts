/** `cadastre key`: encrypted keystores in the home folder. */
import { readFile } from "node:fs/promises";
import { text as readAll } from "node:stream/consumers";
import { password as askSecret, isCancel } from "@clack/prompts";
import { Command } from "commander";
import { createKey, importKey, type KeyInfo, listKeys } from "../../ledger/keys/keystore.js";
import { keyFolder, readStored, writeStored } from "../config/settings.js";
import { type Context, doing } from "../context.js";
import { CliError, usage } from "../errors.js";
import type { Io } from "../io.js";
import { facts, table } from "../output/layout.js";
import { readPassword } from "../prompts.js";

interface KeyOptions {
  readonly passwordFile?: string;
  readonly file?: string;
}

const passwordFlag = [
  "--password-file <file>",
  "file with the password (default: CADASTRE_PASSWORD_FILE, else asked)",
] as const;

export function keyCommand(): Command {
  const key = new Command("key").description("make, take over and list the keys that sign");
  key
    .command("new")
    .description("make a key")
    .argument("<name>")
    .option(...passwordFlag)
    .action(
      doing<KeyOptions>(async (context, { passwordFile }, name) => {
        const password = await readPassword(
          context.io,
          passwordFile,
          `Password for the new key "${name}"`,
          true,
        );
        await keep(context, await createKey(keyFolder(context.home), name, password));
      }),
    );
  key
    .command("import")
    .description("take over a private key or an encrypted keystore; never given on the command line")
    .argument("<name>")
    .option("--file <file>", "file with the private key or keystore; - for standard input (default: asked)")
    .option(...passwordFlag)
    .action(
      doing<KeyOptions>(async (context, { passwordFile, file }, name) => {
        const secret = await readSecret(context.io, file);
        const password = await readPassword(
          context.io,
          passwordFile,
          `Password for the key "${name}"`,
          !secret.startsWith("{"),
        );
        await keep(context, await importKey(keyFolder(context.home), name, password, secret));
      }),
    );
  key
    .command("list")
    .description("list the keys")
    .action(
      doing(async ({ home, output, settings }) => {
        const keys = await listKeys(keyFolder(home));
        const { defaultKey } = await settings();
        const rows = keys.map(({ name, address }) => [name, address, name === defaultKey ? "default" : ""]);
        const text =
          keys.length === 0
            ? "There are no keys. Make one: cadastre key new NAME"
            : table(["name", "address", ""], rows);
        output.result(text, { keys: keys.map((info) => ({ ...info, default: info.name === defaultKey })) });
      }),
    );
  return key;
}

/** Shows a new key; the first one becomes the one that signs. */
async function keep({ home, output }: Context, { name, address, file }: KeyInfo): Promise<void> {
  const stored = await readStored(home);
  const isDefault = stored.defaultKey === undefined;
  if (isDefault) await writeStored(home, { ...stored, defaultKey: name });
  output.result(
    facts([
      ["key", name],
      ["address", address],
      ["file", file],
      ["default", isDefault ? "yes" : "no"],
    ]),
    {
      name,
      address,
      file,
      default: isDefault,
    },
  );
  output.note("Keep the file and its password: without both nobody can act for what the key holds.");
}

async function readSecret({ stdin, stderr }: Io, file: string | undefined): Promise<string> {
  if (file === "-" || (file === undefined && !stdin.isTTY)) return (await readAll(stdin)).trim();
  if (file === undefined) {
    const secret = await askSecret({
      message: "Private key (64 hexadecimal digits)",
      input: stdin,
      output: stderr,
    });
    if (isCancel(secret)) throw new CliError("CLI_INTERRUPTED", "Stopped. Nothing was done.");
    return secret.trim();
  }
  try {
    return (await readFile(file, "utf8")).trim();
  } catch {
    throw usage(`The file "${file}" cannot be read.`, "Check the path and that you may read it.");
  }
}
