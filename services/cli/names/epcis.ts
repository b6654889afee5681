/** EPCIS documents as evidence: not the file counts, but each event in it. */
import { readFile } from "node:fs/promises";
import { type EventHash, epcisHashes } from "../../evidence/epcis/hash.js";
import { unreadable } from "../../importers/digest.js";
import { usage } from "../errors.js";

/**
 * Hashes of a document's events.
 * @throws CliError `CLI_USAGE` for a file that is no EPCIS document; ImportError `IMPORT_FILE_UNREADABLE`, `IMPORT_XML_INVALID`
 */
export async function eventHashes(file: string): Promise<readonly EventHash[]> {
  const text = await readFile(file, "utf8").catch((cause) => {
    throw unreadable(file, cause);
  });
  const hashes = epcisHashes(text, `"${file}"`);
  if (hashes !== null) return hashes;
  throw usage(`"${file}" is no EPCIS document with events.`, "Give one in JSON-LD or XML, version 2.0.");
}
