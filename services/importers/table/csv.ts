/** Tables in CSV (RFC 4180), separated by comma, semicolon or tab. */
import { dirname } from "node:path";
import { type Readable, Transform } from "node:stream";
import { CsvError, type Info, parse } from "csv-parse";
import { unreadable } from "../digest.js";
import { ImportError } from "../errors.js";
import { badRow, type ImportRow, problemOf, rowProblem } from "../row.js";
import { readStart } from "../textFile.js";
import { columnLink, type TableContext, type TableEntry, tableRow } from "./entry.js";
import { type PlainPart, plainParts } from "./plainRecords.js";

export const csvColumns = [
  "identifier",
  "scheme",
  "owner",
  "kind",
  "name",
  "content_digest",
  "content_file",
  "media_type",
  "content_uri",
  "link",
  "link_rel",
  "link_title",
  "link_type",
] as const;
type Column = (typeof csvColumns)[number];

const separators = [",", ";", "\t"];
/** One record, quoted line breaks included; an unclosed quote must not swallow the memory. */
const maximumRecordBytes = 1024 * 1024;
const maximumHeaderBytes = 64 * 1024;
const rowsTogether = 256;

interface CsvRecord {
  readonly record: readonly string[];
  readonly raw: string;
  readonly info: Info;
}

/**
 * Rows, some hundreds at a time.
 * @throws ImportError `IMPORT_FILE_UNREADABLE`, `IMPORT_HEADER_INVALID`
 */
export async function* csvRows(
  path: string,
  owner: string | undefined,
): AsyncGenerator<readonly ImportRow[]> {
  const { separator, columns } = await readHeader(path);
  const context = { folder: dirname(path), owner };
  let isHeader = true;
  try {
    for await (const part of plainParts(path, separator, maximumRecordBytes)) {
      if (part.kind === "rest") return yield* parsedRows(part, isHeader, separator, columns, context);
      const rows: ImportRow[] = [];
      for (const { cells, line } of part.records) {
        if (isHeader) {
          isHeader = false;
          continue;
        }
        const row = recordRow(cells, columns, context, line);
        rows.push(row instanceof Promise ? await row : row);
      }
      if (rows.length > 0) yield rows;
    }
  } catch (error) {
    throw error instanceof ImportError ? error : unreadable(path, error);
  }
}

/** What the parser reads: from the first quotation mark on. */
async function* parsedRows(
  { line: first, text }: Extract<PlainPart, { kind: "rest" }>,
  startsWithHeader: boolean,
  separator: string,
  columns: readonly Column[],
  context: TableContext,
): AsyncGenerator<readonly ImportRow[]> {
  let line = first - 1;
  let rows: ImportRow[] = [];
  try {
    for await (const { record, raw, info } of records(text, separator)) {
      line = first - 1 + info.lines - lineBreaks(raw.trim());
      if (startsWithHeader && info.records === 1) continue;
      rows.push(await recordRow(record, columns, context, line));
      if (rows.length < rowsTogether) continue;
      yield rows;
      rows = [];
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const broken = new ImportError(
      "IMPORT_TABLE_BROKEN",
      `From line ${line + 1} on the table cannot be read: ${reasonOf(error)}.`,
      {
        hint: "Look for a quotation mark that is not closed. Nothing from there on was read.",
      },
    );
    rows.push(badRow(line + 1, `line ${line + 1}`, "", problemOf(broken)));
  }
  if (rows.length > 0) yield rows;
}

/** The parser's own words name a line of what it was given. */
const reasonOf = ({ code }: CsvError): string =>
  code === "CSV_MAX_RECORD_SIZE"
    ? `a row has more than ${maximumRecordBytes} bytes`
    : code === "CSV_QUOTE_NOT_CLOSED"
      ? "a quotation mark is not closed"
      : `it is no CSV (${code})`;

function records(text: Readable, separator: string): AsyncIterable<CsvRecord> {
  const parser = parse({
    bom: true,
    delimiter: separator,
    info: true,
    raw: true,
    skip_empty_lines: true,
    relax_column_count: true,
    // A quotation mark out of place spoils its own cell, not the rest of the file.
    relax_quotes: true,
    trim: true,
    max_record_size: maximumRecordBytes,
  });
  text.on("error", (error) => parser.destroy(error));
  return text.pipe(lineFeedsOnly()).pipe(parser);
}

/** CRLF becomes LF: the parser counts a CRLF within quotes as two lines. */
function lineFeedsOnly(): Transform {
  let held = "";
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const text = (held + chunk.toString("latin1")).replaceAll("\r\n", "\n");
      held = text.endsWith("\r") ? "\r" : "";
      done(null, Buffer.from(held === "" ? text : text.slice(0, -1), "latin1"));
    },
    flush(done) {
      done(null, Buffer.from(held, "latin1"));
    },
  });
}

function recordRow(
  record: readonly string[],
  columns: readonly Column[],
  context: TableContext,
  line: number,
): ImportRow | Promise<ImportRow> {
  const bad = (reason: string, hint: string): ImportRow =>
    badRow(line, `line ${line}`, record[0] ?? "", rowProblem(reason, hint));
  if (record.length > columns.length) {
    return bad(
      `The row has ${record.length} cells, the header ${columns.length}.`,
      "Quote cells that hold the separator.",
    );
  }
  if (record.some((cell) => cell.includes("\uFFFD")))
    return bad("The row is not UTF-8 text.", "Save the table as UTF-8.");
  return tableRow(entryOf(record, columns), context, line);
}

function entryOf(record: readonly string[], columns: readonly Column[]): TableEntry {
  const cells: Partial<Record<Column, string>> = {};
  for (const [place, name] of columns.entries()) cells[name] = record[place] ?? "";
  const { identifier = "", link: href = "", link_rel: rel = "" } = cells;
  const { link_title: title = "", link_type: type = "" } = cells;
  return {
    identifiers: identifier === "" ? [] : [identifier],
    scheme: cells.scheme ?? "",
    owner: cells.owner ?? "",
    kind: cells.kind ?? "",
    name: cells.name ?? "",
    contentDigest: cells.content_digest ?? "",
    contentFile: cells.content_file ?? "",
    mediaType: cells.media_type ?? "",
    contentUri: cells.content_uri ?? "",
    links: columnLink({ href, rel, title, type }),
  };
}

async function readHeader(path: string): Promise<{ separator: string; columns: readonly Column[] }> {
  const header = await firstLine(path);
  for (const separator of separators) {
    const names = header.split(separator).map((name) =>
      name
        .trim()
        .replace(/^"(.*)"$/, "$1")
        .toLowerCase(),
    );
    if (names.includes("identifier")) return { separator, columns: checkColumns(names) };
  }
  throw headerError(
    `The first line names no column "identifier".`,
    "Separate columns by comma, semicolon or tab.",
  );
}

function checkColumns(names: readonly string[]): readonly Column[] {
  const columns: Column[] = [];
  for (const name of names) {
    const column = csvColumns.find((known) => known === name);
    if (column === undefined)
      throw headerError(`The column "${name}" is not known.`, "Take it out or rename it.");
    if (columns.includes(column)) throw headerError(`The column "${name}" is there twice.`, "Take one out.");
    columns.push(column);
  }
  return columns;
}

function headerError(message: string, hint: string): ImportError {
  return new ImportError("IMPORT_HEADER_INVALID", message, {
    hint: `${hint} Columns are ${csvColumns.join(", ")}; all but identifier may be left out.`,
  });
}

/** @throws ImportError `IMPORT_FILE_UNREADABLE`, `IMPORT_HEADER_INVALID` */
async function firstLine(path: string): Promise<string> {
  const bytes = await readStart(path, maximumHeaderBytes);
  if (isUtf16(bytes))
    throw new ImportError("IMPORT_HEADER_INVALID", "The table is in UTF-16.", {
      hint: 'Save it as UTF-8: spreadsheets call that "CSV UTF-8".',
    });
  const text = bytes.toString("utf8").replace(/^\uFEFF/, "");
  return text.trimStart().split(/\r?\n|\r/, 1)[0] ?? "";
}

/** By its byte order mark, which spreadsheets write. */
const isUtf16 = ([first, second]: Buffer): boolean =>
  (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);

const lineBreaks = (text: string): number => text.split("\n").length - 1;
