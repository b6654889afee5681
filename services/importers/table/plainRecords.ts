/**
 * Records of a table as long as it has no quotation mark: then a line is a record, and to split it takes a fifth of what a parser takes.
 * From the first quotation mark on the parser has the rest.
 */
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";

export interface PlainRecord {
  readonly cells: readonly string[];
  /** Line in the file, from 1. */
  readonly line: number;
}

/** Records, or what the parser has to read: the text from the beginning of that line on. */
export type PlainPart =
  | { readonly kind: "records"; readonly records: readonly PlainRecord[] }
  | { readonly kind: "rest"; readonly line: number; readonly text: Readable };

const chunkBytes = 256 * 1024;

/**
 * @param longest A line with more characters than that is left to the parser, which refuses it.
 */
export async function* plainParts(
  path: string,
  separator: string,
  longest: number,
): AsyncGenerator<PlainPart> {
  const file = createReadStream(path, { encoding: "utf8", highWaterMark: chunkBytes });
  const chunks = file[Symbol.asyncIterator]();
  let rest = "";
  let line = 1;
  for (;;) {
    const next = await chunks.next();
    const text: string = next.done === true ? "" : String(next.value);
    const joined = rest + (line === 1 && rest === "" ? text.replace(/^\uFEFF/, "") : text);
    const end = next.done === true ? joined.length : joined.lastIndexOf("\n") + 1;
    const whole = joined.slice(0, end);
    rest = joined.slice(end);
    if (!isPlain(whole, longest) || rest.length > longest) {
      yield { kind: "rest", line, text: Readable.from(following(whole + rest, chunks)) };
      return;
    }
    // A chunk may lie within one long line, and so end none.
    const lines = whole === "" ? [] : whole.split("\n");
    if (whole.endsWith("\n")) lines.pop();
    yield { kind: "records", records: recordsOf(lines, separator, line) };
    line += lines.length;
    if (next.done === true) return;
  }
}

function isPlain(text: string, longest: number): boolean {
  if (text.includes('"') || /\r(?!\n|$)/.test(text)) return false;
  if (text.length <= longest) return true;
  return !text.split("\n").some((line) => line.length > longest);
}

function recordsOf(lines: readonly string[], separator: string, first: number): PlainRecord[] {
  const records: PlainRecord[] = [];
  for (const [place, text] of lines.entries()) {
    if (text.trim() === "") continue;
    const cells = text.split(separator);
    for (let at = 0; at < cells.length; at++) cells[at] = cells[at]?.trim() ?? "";
    records.push({ cells, line: first + place });
  }
  return records;
}

async function* following(first: string, chunks: AsyncIterator<unknown>): AsyncGenerator<Buffer> {
  yield Buffer.from(first, "utf8");
  for (;;) {
    const next = await chunks.next();
    if (next.done === true) return;
    yield Buffer.from(String(next.value), "utf8");
  }
}
