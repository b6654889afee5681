/** A list as rows, each one identifier. */
import type { LedgerScheme } from "../../identifiers/identifier.js";
import { isLedgerIdentifier, parseIdentifier } from "../../identifiers/index.js";
import { ImportError } from "../errors.js";
import { badRow, type ImportRow, problemOf, rowProblem } from "../row.js";
import { listLines, readListHead } from "./listFile.js";

/** @throws ImportError */
export async function* listRows(path: string): AsyncGenerator<ImportRow> {
  const head = await readListHead(path);
  if (head === null) throw noList(path);
  const { scheme, links } = head;
  let line = Object.keys(links).length === 0 ? 1 : 2;
  for await (const lines of listLines(path)) {
    for (const text of lines) {
      line += 1;
      yield rowOf(text, scheme, line);
    }
  }
}

function rowOf(text: string, scheme: LedgerScheme, line: number): ImportRow {
  const place = `line ${line}`;
  try {
    const identifier = parseIdentifier(text, { scheme });
    if (isLedgerIdentifier(identifier) && identifier.canonical === text)
      return { line, place, label: text, identifiers: [identifier], problems: [] };
    return badRow(line, place, text, rowProblem(`"${text}" is not in its canonical form.`));
  } catch (error) {
    return badRow(line, place, text, problemOf(error));
  }
}

function noList(path: string): ImportError {
  return new ImportError("IMPORT_HEADER_INVALID", `"${path}" is no list.`, {
    hint: "A list begins with a line such as: cadastre-list/1 gs1",
  });
}
