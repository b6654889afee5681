/** Documents as people name them: a file, or its SHA-256. */
import { stat } from "node:fs/promises";
import { sha256OfFile } from "../../importers/digest.js";
import { ImportError } from "../../importers/errors.js";
import { parseDigest } from "../../importers/table/entry.js";
import type { Digest } from "../../store/model.js";
import { usage } from "../errors.js";

/** @throws CliError `CLI_USAGE`; ImportError `IMPORT_FILE_UNREADABLE` */
export async function documentDigest(text: string): Promise<Digest> {
  if ((await stat(text).catch(() => null))?.isFile()) return sha256OfFile(text);
  try {
    return parseDigest(text);
  } catch (error) {
    if (!(error instanceof ImportError)) throw error;
    throw usage(
      `"${text}" is neither a file here nor a SHA-256 digest.`,
      "Give the file, or 64 hexadecimal digits, as sha256sum prints them.",
    );
  }
}
