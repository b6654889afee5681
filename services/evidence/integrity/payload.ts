/**
 * JSON whose numbers stay as they are written: a hash is over the text, and another language's spelling of a number
 * (`E308` against `e+308`) would be another hash.
 */
import { nestsTooDeep } from "../../ledger/canonicalJson.js";

/** What stands in front of a number while it is a string. */
const mark = "\\u0000";
const token = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const marked = /"\\u0000([^"]*)"/g;

/** The value of a JSON text, its numbers as marked strings; null where it is none, holds what could pass for a mark, or nests too deep. */
export function parseKeepingNumbers(text: string): unknown {
  if (text.includes(mark)) return null;
  try {
    const quoted = text.replace(token, (found) => (found.startsWith('"') ? found : `"${mark}${found}"`));
    const value: unknown = JSON.parse(quoted);
    return nestsTooDeep(value) ? null : value;
  } catch {
    return null;
  }
}

/** Without white space, members in the order in which they stand. */
export const compactText = (value: unknown): string => JSON.stringify(value).replace(marked, "$1");
