/** Opens a file for import, whatever its format. */
import { shellsOfJson } from "./aas/json.js";
import { packageRows } from "./aas/package.js";
import { shellRows } from "./aas/shellRows.js";
import { shellsOfXml } from "./aas/xml.js";
import { isCatenaX } from "./catenax/entry.js";
import { catenaXRows } from "./catenax/rows.js";
import { sha256 } from "./digest.js";
import { ImportError } from "./errors.js";
import { type DetectedFormat, detectFormat, type ImportFormat } from "./format.js";
import { listRows } from "./list/listRows.js";
import type { ImportRow } from "./row.js";
import { csvRows } from "./table/csv.js";
import { jsonlRows } from "./table/jsonl.js";
import { parseJson, readBounded, utf8 } from "./textFile.js";

export interface OpenImportOptions {
  /** Without it the name and the first bytes of the file decide. */
  readonly format?: ImportFormat;
  /** Owner's segment for asset ids, where the file names none: a BPN or a domain. */
  readonly owner?: string;
}

/**
 * The rows of a file, in its order. A fault in one row is in the row's `problems`; a fault of the file as a whole is thrown
 * at the first step.
 *
 * @throws ImportError
 */
export async function* openImport(path: string, options: OpenImportOptions = {}): AsyncGenerator<ImportRow> {
  for await (const rows of openRows(path, options)) yield* rows;
}

/**
 * The same, many rows at a time: how long files are read.
 * @throws ImportError
 */
export async function* openRows(
  path: string,
  options: OpenImportOptions = {},
): AsyncGenerator<readonly ImportRow[]> {
  const format: DetectedFormat = options.format ?? (await detectFormat(path));
  const { owner } = options;
  if (format === "csv") yield* csvRows(path, owner);
  else yield* together(rowsOf(path, format, owner));
}

/** @throws ImportError */
async function* rowsOf(
  path: string,
  format: Exclude<DetectedFormat, "csv">,
  owner: string | undefined,
): AsyncGenerator<ImportRow> {
  switch (format) {
    case "jsonl":
      return yield* jsonlRows(path, owner);
    case "list":
      return yield* listRows(path);
    case "aasx":
      return yield* packageRows(path, owner);
    case "aas-xml": {
      const bytes = await readBounded(path);
      const digest = sha256(bytes);
      return yield* shellRows(shellsOfXml(utf8(bytes, path), path), {
        digest,
        mediaType: "application/xml",
        owner,
      });
    }
    case "aas-json":
    case "catena-x":
    case "json":
      return yield* jsonRows(path, format, owner);
  }
}

const rowsTogether = 1_024;

async function* together(rows: AsyncIterable<ImportRow>): AsyncGenerator<readonly ImportRow[]> {
  let some: ImportRow[] = [];
  try {
    for await (const row of rows) {
      some.push(row);
      if (some.length < rowsTogether) continue;
      yield some;
      some = [];
    }
  } catch (error) {
    // What was read before the fault is there.
    if (some.length > 0) yield some;
    throw error;
  }
  if (some.length > 0) yield some;
}

async function* jsonRows(
  path: string,
  format: "aas-json" | "catena-x" | "json",
  owner: string | undefined,
): AsyncGenerator<ImportRow> {
  const bytes = await readBounded(path);
  const document = parseJson(utf8(bytes, path), path);
  const told = format === "json" ? formatOf(document, path) : format;
  if (told === "catena-x") return yield* catenaXRows(document, owner);
  yield* shellRows(shellsOfJson(document), { digest: sha256(bytes), mediaType: "application/json", owner });
}

/** By the members of a document. An environment of before version 3 has a list of assets too, which is none of Catena-X. */
function formatOf(document: unknown, path: string): "aas-json" | "catena-x" {
  if (isEnvironment(document)) return "aas-json";
  if (isCatenaX(document)) return "catena-x";
  throw new ImportError("IMPORT_FORMAT_UNKNOWN", `"${path}" is JSON of an unknown structure.`, {
    hint: "An AAS environment, Trace-X assets and Catena-X test data containers can be read.",
  });
}

function isEnvironment(document: unknown): boolean {
  return typeof document === "object" && document !== null && "assetAdministrationShells" in document;
}
