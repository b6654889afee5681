/** Which format a file is in: by its name's ending, and by its first bytes where the ending leaves it open. */
import { extname } from "node:path";
import { ImportError } from "./errors.js";
import { isListStart } from "./list/listFile.js";
import { readStart } from "./textFile.js";

export const importFormats = ["csv", "jsonl", "aasx", "aas-json", "aas-xml", "catena-x", "list"] as const;
export type ImportFormat = (typeof importFormats)[number];

/** A `.json` file may be an AAS environment or Catena-X test data: its members decide once it is parsed. */
export type DetectedFormat = ImportFormat | "json";

const byExtension: Readonly<Record<string, DetectedFormat>> = {
  ".csv": "csv",
  ".tsv": "csv",
  ".jsonl": "jsonl",
  ".ndjson": "jsonl",
  ".aasx": "aasx",
  ".json": "json",
  ".xml": "aas-xml",
  ".list": "list",
};

const zipSignature = "PK\u0003\u0004";
const sniffedBytes = 512;
/** As it is, and as its bytes in UTF-8 read one by one. */
const byteOrderMark = /^(?:\uFEFF|ï»¿)/;

/**
 * @throws ImportError `IMPORT_FORMAT_UNKNOWN`, `IMPORT_FILE_UNREADABLE`; also where a file is named `.aasx` and is no ZIP
 * archive, or is one and is named otherwise.
 */
export async function detectFormat(path: string): Promise<DetectedFormat> {
  const start = (await readStart(path, sniffedBytes)).toString("latin1");
  const named = byExtension[extname(path).toLowerCase()];
  if (start.startsWith(zipSignature)) {
    if (named === undefined || named === "aasx") return "aasx";
    throw unknownFormat(path, `It is a ZIP archive, which "${extname(path)}" files are not.`);
  }
  if (named !== undefined) return named;
  const text = start.replace(byteOrderMark, "").trimStart();
  if (text.startsWith("<")) return "aas-xml";
  if (text.startsWith("{")) return "json";
  if (isListStart(text)) return "list";
  throw unknownFormat(path, "Neither its name nor its first bytes tell.");
}

/** Formats of files that list identifiers and nothing else. */
type ManifestFormat = Extract<ImportFormat, "csv" | "jsonl" | "list">;

/**
 * The format of a manifest, by its bytes alone: whoever is brought one knows its hash and not its name.
 * @throws ImportError `IMPORT_FORMAT_UNKNOWN`, `IMPORT_FILE_UNREADABLE`
 */
export async function manifestFormat(path: string): Promise<ManifestFormat> {
  const start = (await readStart(path, sniffedBytes)).toString("latin1");
  const text = start.replace(byteOrderMark, "").trimStart();
  if (isListStart(text)) return "list";
  if (text.startsWith("{")) return "jsonl";
  if (!start.startsWith(zipSignature) && !text.startsWith("<")) return "csv";
  throw unknownFormat(path, "It is no table of identifiers.", "Give CSV, JSON Lines or a list.");
}

function unknownFormat(
  path: string,
  why: string,
  hint = `Name it with --format: one of ${importFormats.join(", ")}.`,
): ImportError {
  return new ImportError("IMPORT_FORMAT_UNKNOWN", `The format of "${path}" is not known. ${why}`, {
    hint,
    details: { path },
  });
}
