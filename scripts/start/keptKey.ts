/** A key that the resolver of this machine signs with: made once, kept with the rest of the data. */
import { existsSync } from "node:fs";
import { writeWholeFile } from "../../services/ledger/wholeFile.js";
import { makeKey } from "../../services/resolver/auth/keyFile.js";

/** @returns The file. */
export async function keptKey(file: string): Promise<string> {
  if (!existsSync(file)) await writeWholeFile(file, makeKey(), { mode: 0o600 });
  return file;
}
