/** The file of the secret behind a holder's seals. */
import { readFile } from "node:fs/promises";
import { SealSecret } from "../../ledger/sealed.js";
import { writeWholeFile } from "../../ledger/wholeFile.js";
import { CliError, usage } from "../errors.js";

/** @throws CliError `CLI_USAGE` where there is such a file: it may be the only copy of another secret. */
export async function writeSecret(file: string, secret: SealSecret): Promise<void> {
  try {
    await writeWholeFile(file, `${secret.reveal()}\n`, { mode: 0o600, exclusive: true });
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause && cause.code === "EEXIST")) throw cause;
    throw usage(`There is a file ${file} already.`, "Name another one; a secret is never written over.");
  }
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
