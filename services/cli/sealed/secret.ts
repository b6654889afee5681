/** The file of the secret behind a holder's seals. */
import { readFile } from "node:fs/promises";
import { SealSecret } from "../../ledger/sealed.js";
import { CliError } from "../errors.js";
import { ownersAlone, writeNewFile } from "../output/file.js";

/** @throws CliError `CLI_USAGE` where there is such a file: it may be the only copy of another secret; `CLI_FILE_UNWRITABLE` */
export async function writeSecret(file: string, secret: SealSecret): Promise<void> {
  const hint = "Name another one; a secret is never written over.";
  await writeNewFile(file, `${secret.reveal()}\n`, { mode: ownersAlone, hint });
}

/** @throws CliError `CLI_USAGE`; LedgerError `LEDGER_INVALID_VALUE`, which does not repeat what the file has */
export async function readSecret(file: string): Promise<SealSecret> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    throw new CliError("CLI_USAGE", `The secret file ${file} cannot be read.`, {
      hint: "Give the file that `cadastre sealed secret` wrote: --secret-file.",
      cause,
    });
  }
  return SealSecret.parse(text.trim());
}
