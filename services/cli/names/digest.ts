/** Documents as people name them: a file, or its SHA-256. */
import { stat } from "node:fs/promises";
import { sha256OfFile } from "../../importers/digest.js";
import { parseDigest } from "../../importers/table/entry.js";
import type { Digest } from "../../store/model.js";

/** @throws ImportError `IMPORT_FILE_UNREADABLE`, `IMPORT_ROW_INVALID` */
export async function documentDigest(text: string): Promise<Digest> {
  return (await stat(text).catch(() => null))?.isFile() ? sha256OfFile(text) : parseDigest(text);
}
