/** Lists of identifiers: a line each, from a file or from what is piped in. */
import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { unreadable } from "../../importers/digest.js";

/**
 * The lines of a file, `-` for what comes in. Empty lines are left out; white space counts, as an identifier may end in it.
 * @throws ImportError where it cannot be read.
 */
export async function readIdentifiers(file: string, stdin: Readable): Promise<readonly string[]> {
  try {
    const whole = await text(file === "-" ? stdin : createReadStream(file));
    return whole.split(/\r?\n/).filter((line) => line !== "");
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

/** Most identifiers, and most bytes of them as JSON, in one request: the resolver takes twice as much. */
const mostAtOnce = 500;
const mostBytes = 512 * 1024;

/** How many of the identifiers from `start` on go into one request. */
export function portion(ids: readonly string[], start: number): readonly string[] {
  let end = start;
  let bytes = 0;
  for (; end < ids.length && end - start < mostAtOnce; end++) {
    bytes += Buffer.byteLength(JSON.stringify(ids[end]));
    if (bytes > mostBytes && end > start) break;
  }
  return ids.slice(start, end);
}
