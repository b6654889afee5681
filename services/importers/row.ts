/** What every importer makes of a file: rows, each a twin with its identifiers, or a problem, or both. */
import { CadastreError } from "../errors/cadastreError.js";
import type { LedgerIdentifier } from "../identifiers/identifier.js";
import type { Digest, Linkset, TwinKind } from "../store/model.js";
import { ImportError } from "./errors.js";

export interface ImportedTwin {
  /** SHA-256 of the content; `docs/cli.md` says for each format of which bytes. */
  readonly digest: Digest;
  readonly kind: TwinKind;
  /** 1 to 256 bytes of UTF-8. */
  readonly name: string;
  readonly mediaType: string;
  /** Where the content may be had, empty where it is not published. */
  readonly uri: string;
}

/** An identifier with links of its own. */
export interface ImportedIdentifier {
  readonly identifier: LedgerIdentifier;
  readonly links: Linkset;
  /** Another of the row's, whose record it stands for; left out where it stands for the row's twin. */
  readonly of?: LedgerIdentifier;
}

export interface ImportProblem {
  /** Code of an `ImportError`, an `IdentifierError` or a `LedgerError`. */
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

export interface ImportRow {
  /** CSV and JSON Lines: line in the file. Else: position of the entry, from 1. */
  readonly line: number;
  /** The same for people and tools: `line 7`, `/assets/3`, `shell 1`. */
  readonly place: string;
  /** What the entry calls itself. */
  readonly label: string;
  readonly twin?: ImportedTwin;
  readonly identifiers: readonly LedgerIdentifier[];
  /** Links of each of those identifiers. */
  readonly links?: Linkset;
  /** Identifiers whose links are their own. */
  readonly further?: readonly ImportedIdentifier[];
  /** What could not be understood; the rest of the row stands. */
  readonly problems: readonly ImportProblem[];
}

/** The problem behind an error that was raised on purpose; anything else is thrown on. */
export function problemOf(error: unknown): ImportProblem {
  if (!(error instanceof CadastreError)) throw error;
  const { code, message, hint } = error;
  return hint === undefined ? { code, message } : { code, message, hint };
}

export function rowProblem(message: string, hint?: string): ImportProblem {
  return problemOf(new ImportError("IMPORT_ROW_INVALID", message, hint === undefined ? {} : { hint }));
}

/** A row of which nothing could be understood. */
export function badRow(line: number, place: string, label: string, problem: ImportProblem): ImportRow {
  return { line, place, label, identifiers: [], problems: [problem] };
}

const maximumNameBytes = 256;
/** Characters of one byte that can all be seen, as most names are. */
const plainText = /^[\x20-\x7e]*$/;

/** Cuts a name to the ledger's 256 bytes, between characters. */
export function twinName(text: string): string {
  if (text.length <= maximumNameBytes && plainText.test(text)) return text.trim();
  const clean = text.replace(/\p{Cc}+/gu, " ").trim();
  let bytes = 0;
  let name = "";
  for (const character of clean) {
    bytes += Buffer.byteLength(character);
    if (bytes > maximumNameBytes) break;
    name += character;
  }
  return name;
}
