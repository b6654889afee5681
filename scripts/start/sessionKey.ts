/** The key that signs sessions and credentials on this machine: made once, kept with the rest of the data. */
import { existsSync } from "node:fs";
import { writeWholeFile } from "../../services/ledger/wholeFile.js";
import { makeSessionKey } from "../../services/resolver/auth/sessionKey.js";

/** @returns The file. */
export async function keptSessionKey(file: string): Promise<string> {
  if (!existsSync(file)) await writeWholeFile(file, makeSessionKey(), { mode: 0o600 });
  return file;
}
