/**
 * Lists: a line of header, then one canonical identifier a line, each ended by a line feed. A list is what an import makes of a table, to
 * be the manifest of a batch: of the table's rows it holds what the ledger commits to, and nothing else.
 */
import { createReadStream } from "node:fs";
import type { LedgerScheme } from "../../identifiers/identifier.js";
import { isLedgerScheme } from "../../identifiers/index.js";
import { unreadable } from "../digest.js";
import { ImportError } from "../errors.js";
import { readStart } from "../textFile.js";

const mark = "cadastre-list/1 ";
/** A header is shorter than this; so is a canonical identifier's line. */
const maximumHeaderBytes = 64;
const maximumLineLength = 16 * 1024;
const chunkBytes = 256 * 1024;

/** First line of a list, without the line feed: version of the form, and the scheme of all its identifiers. */
export const listHeader = (scheme: LedgerScheme): string => `${mark}${scheme}`;

/** Whether a file that begins so is a list. */
export const isListStart = (start: string): boolean => start.startsWith(mark);

/**
 * The scheme of a list; null for a file that is none.
 * @throws ImportError `IMPORT_FILE_UNREADABLE`
 */
export async function schemeOfList(path: string): Promise<LedgerScheme | null> {
  const [header = ""] = (await readStart(path, maximumHeaderBytes)).toString("latin1").split("\n", 1);
  const scheme = header.slice(mark.length);
  return isListStart(header) && isLedgerScheme(scheme) ? scheme : null;
}

/**
 * The lines of a list after its header, some hundreds of kilobytes at a time.
 * @throws ImportError `IMPORT_FILE_UNREADABLE`; `IMPORT_ROW_INVALID` for an empty line, one that is no identifier's for its
 * length, and an end without a line feed, as of a file that was cut short.
 */
export async function* listLines(path: string): AsyncGenerator<readonly string[]> {
  let rest = "";
  let isFirst = true;
  let line = 1;
  for await (const text of textOf(path)) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > maximumLineLength) throw notAList(path, line + lines.length);
    const members = isFirst ? lines.slice(1) : lines;
    isFirst &&= lines.length === 0;
    const fault = members.findIndex((member) => member === "" || member.length > maximumLineLength);
    if (fault >= 0) throw notAList(path, line + fault);
    line += lines.length;
    if (members.length > 0) yield members;
  }
  if (rest !== "") throw notAList(path, line);
}

async function* textOf(path: string): AsyncGenerator<string> {
  try {
    for await (const chunk of createReadStream(path, { encoding: "utf8", highWaterMark: chunkBytes })) {
      yield String(chunk);
    }
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function notAList(path: string, line: number): ImportError {
  return new ImportError("IMPORT_ROW_INVALID", `line ${line}: the list is damaged or was cut short.`, {
    hint: "Use the file as it was made: one byte more or less makes it another list.",
    details: { path, line },
  });
}
