/** Files that a command was asked to write: there whole or not at all, and a place that takes none is the caller's to mend. */
import type { Stats } from "node:fs";
import { lstat, mkdir, writeFile } from "node:fs/promises";
import { writeWholeFile } from "../../ledger/wholeFile.js";
import { CliError, usage } from "../errors.js";

/** Mode of a file that its owner alone reads. */
export const ownersAlone = 0o600;
const everybodys = 0o644;

/** Replaces a file that is there. @throws CliError `CLI_FILE_UNWRITABLE` */
export async function writeFileFor(file: string, text: string, mode = everybodys): Promise<void> {
  try {
    // A device, a pipe or a link is written to: a file put in its place would break it for all others.
    if (await isElse(file)) await writeFile(file, text);
    else await writeWholeFile(file, text, { mode });
  } catch (cause) {
    throw unwritable(file, cause);
  }
}

/**
 * Writes a file that may be the only copy of something, and so never over another one.
 * @param hint What to do where there is such a file.
 * @throws CliError `CLI_USAGE` where there is one, `CLI_FILE_UNWRITABLE`
 */
export async function writeNewFile(
  file: string,
  text: string,
  { mode = everybodys, hint }: { readonly mode?: number; readonly hint: string },
): Promise<void> {
  try {
    await writeWholeFile(file, text, { mode, exclusive: true });
  } catch (cause) {
    throw (await isThere(file)) ? usage(`There is a file ${file} already.`, hint) : unwritable(file, cause);
  }
}

/** Makes a folder for files, where there is none. @throws CliError `CLI_FILE_UNWRITABLE` */
export async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((cause) => {
    throw unwritable(folder, cause);
  });
}

export function unwritable(file: string, cause: unknown): CliError {
  const reason = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown reason";
  return new CliError("CLI_FILE_UNWRITABLE", `${file} cannot be written (${reason}).`, {
    hint: "Check the path, that you may write there, and the room on the disk.",
    details: { file, reason },
    cause,
  });
}

const infoOf = (path: string): Promise<Stats | null> => lstat(path).catch(() => null);

const isThere = async (path: string): Promise<boolean> => (await infoOf(path)) !== null;

/** Whether something is there that is no file of its own. */
async function isElse(path: string): Promise<boolean> {
  const there = await infoOf(path);
  return there !== null && !there.isFile();
}
