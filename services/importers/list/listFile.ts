/**
 * Lists: a line of header, then one canonical identifier a line, each ended by a line feed. A list is what an import makes of a table, to
 * be the manifest of a batch: of the table's rows it holds what the ledger commits to, and nothing else.
 *
 * A list with links for all of its members has a second version, and behind the header a line of these: a linkset in its canonical form, whose
 * targets may be templates. The batch commits to the file's bytes, and so to them.
 */
import { createReadStream } from "node:fs";
import type { LedgerScheme } from "../../identifiers/identifier.js";
import { isLedgerScheme } from "../../identifiers/index.js";
import { isTemplate, templateFault } from "../../identifiers/linkTemplate.js";
import { encodeLinkset, isFollowable, linksetSchema } from "../../ledger/linkset.js";
import type { Linkset } from "../../store/model.js";
import { unreadable } from "../digest.js";
import { ImportError } from "../errors.js";
import { readStart } from "../textFile.js";

const mark = "cadastre-list/";
const plainMark = `${mark}1 `;
const linkedMark = `${mark}2 `;
const maximumLineLength = 16 * 1024;
const chunkBytes = 256 * 1024;

/** What stands before the members. */
export interface ListHead {
  /** Of all its identifiers. */
  readonly scheme: LedgerScheme;
  /** Links of each member. */
  readonly links: Linkset;
}

/** First line of a list, without the line feed, or the first two where it has links. */
export function listHeader(scheme: LedgerScheme, links: Linkset = {}): string {
  const encoded = encodeLinkset(links);
  if (encoded.length === 0) return `${plainMark}${scheme}`;
  return `${linkedMark}${scheme}\n${new TextDecoder().decode(encoded)}`;
}

/** Whether a file that begins so is a list. */
export const isListStart = (start: string): boolean => start.startsWith(mark);

/**
 * The head of a list; null for a file that is none.
 * @throws ImportError `IMPORT_FILE_UNREADABLE`; `IMPORT_HEADER_INVALID` for links that are none.
 */
export async function readListHead(path: string): Promise<ListHead | null> {
  const start = (await readStart(path, 2 * maximumLineLength)).toString("utf8");
  const [header = "", second = ""] = start.split("\n", 2);
  const isPlain = header.startsWith(plainMark);
  const scheme = header.slice(plainMark.length);
  if (!isLedgerScheme(scheme) || !(isPlain || header.startsWith(linkedMark))) return null;
  return { scheme, links: isPlain ? {} : linksOfLine(path, second, scheme) };
}

function linksOfLine(path: string, line: string, scheme: LedgerScheme): Linkset {
  const links = linksetSchema.safeParse(jsonOrNull(line));
  if (!links.success || line.length > maximumLineLength) throw badLinks(path);
  for (const { href } of Object.values(links.data).flat()) {
    const isGood = isTemplate(href) ? templateFault(href, scheme) === null : isFollowable(href);
    if (!isGood) throw badLinks(path);
  }
  return links.data;
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * The lines of a list after its header, some hundreds of kilobytes at a time.
 * @throws ImportError `IMPORT_FILE_UNREADABLE`; `IMPORT_ROW_INVALID` for an empty line, one that is no identifier's for its
 * length, and an end without a line feed, as of a file that was cut short.
 */
export async function* listLines(path: string): AsyncGenerator<readonly string[]> {
  let rest = "";
  // Lines of the head that are still to come.
  let head: number | null = null;
  let line = 1;
  for await (const text of textOf(path)) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > maximumLineLength) throw notAList(path, line + lines.length);
    const [first = ""] = lines;
    head ??= lines.length === 0 ? null : first.startsWith(linkedMark) ? 2 : 1;
    const members = lines.slice(head ?? 0);
    head = head === null ? null : Math.max(0, head - lines.length);
    const fault = members.findIndex((member) => member === "" || member.length > maximumLineLength);
    if (fault >= 0) throw notAList(path, line + lines.length - members.length + fault);
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

function badLinks(path: string): ImportError {
  return new ImportError(
    "IMPORT_HEADER_INVALID",
    `The links of the list "${path}" are none that can be followed.`,
    {
      hint: "They are http(s) addresses, or templates that begin with https:// and a host, such as https://example.com/{id}.",
      details: { path },
    },
  );
}

function notAList(path: string, line: number): ImportError {
  return new ImportError("IMPORT_ROW_INVALID", `line ${line}: the list is damaged or was cut short.`, {
    hint: "Use the file as it was made: one byte more or less makes it another list.",
    details: { path, line },
  });
}
