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
  const text = start.replace(/^(?:\uFEFF|ï»¿)/, "").trimStart();
  if (text.startsWith("<")) return "aas-xml";
  if (text.startsWith("{")) return "json";
  if (isListStart(text)) return "list";
  throw unknownFormat(path, "Neither its name nor its first bytes tell.");
}

function unknownFormat(path: string, why: string): ImportError {
  return new ImportError("IMPORT_FORMAT_UNKNOWN", `The format of "${path}" is not known. ${why}`, {
    hint: `Name it with --format: one of ${importFormats.join(", ")}.`,
    details: { path },
  });
}
