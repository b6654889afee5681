/** Sees to it that a file stays as it is while it is registered: it is read more than once, and its lists are of what was read first. */
import { stat } from "node:fs/promises";
import { unreadable } from "../digest.js";
import { ImportError } from "../errors.js";

/**
 * @returns What checks that it is as it was.
 * @throws ImportError `IMPORT_FILE_UNREADABLE`; the check `IMPORT_FILE_CHANGED`
 */
export async function sameFile(file: string): Promise<() => Promise<void>> {
  const before = await stampOf(file);
  return async () => {
    if ((await stampOf(file)) === before) return;
    throw new ImportError("IMPORT_FILE_CHANGED", `"${file}" changed while it was registered.`, {
      hint: "Have nobody write to it meanwhile, and run the same command again: what is registered stays, and nothing is registered twice.",
      details: { file },
    });
  };
}

async function stampOf(file: string): Promise<string> {
  try {
    const { dev, ino, size, mtimeMs } = await stat(file);
    return [dev, ino, size, mtimeMs].join(" ");
  } catch (cause) {
    throw unreadable(file, cause);
  }
}
