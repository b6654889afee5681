/** Results of a long run in a file, one a line: JSON, or CSV where the file's name ends so. */
import { openLineFile } from "../../importers/run/lineFile.js";
import type { ImportResult } from "../../importers/run/result.js";
import { CliError } from "../errors.js";

export interface Report {
  /** Waits where the disk is slower than the run; for a disk that takes no more it does not. */
  write(result: ImportResult): Promise<void> | void;
  /** @throws CliError `CLI_REPORT_UNWRITABLE` where not all of it was written. */
  close(): Promise<void>;
}

const columns = [
  "line",
  "what",
  "status",
  "scheme",
  "name",
  "id",
  "batch",
  "index",
  "transaction",
  "problem",
];

/** @throws CliError `CLI_REPORT_UNWRITABLE` */
export async function openReport(file: string): Promise<Report> {
  const refuse = (cause: unknown): never => {
    throw unwritable(file, cause);
  };
  const lines = await openLineFile(file).catch(refuse);
  const isCsv = file.toLowerCase().endsWith(".csv");
  if (isCsv) await lines.write(columns.join(","));
  return {
    write: (result) => lines.write(isCsv ? csvLine(result) : JSON.stringify(result)),
    close: () => lines.close().catch(refuse),
  };
}

function csvLine({
  line,
  what,
  status,
  scheme,
  name,
  id,
  member,
  transaction,
  problem,
}: ImportResult): string {
  const cells = [
    String(line),
    what,
    status,
    scheme ?? "",
    name,
    id ?? "",
    member?.batch ?? "",
    member === undefined ? "" : String(member.index),
    transaction ?? "",
    problem === undefined ? "" : `${problem.code}: ${problem.message}`,
  ];
  return cells.map(csvCell).join(",");
}

/** RFC 4180; a spreadsheet must not take a cell for a formula. */
function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function unwritable(file: string, cause: unknown): CliError {
  const reason = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown reason";
  return new CliError("CLI_REPORT_UNWRITABLE", `The report "${file}" cannot be written (${reason}).`, {
    hint: "Check the path, that you may write there, and the room on the disk. What is registered stays: the same command again lists it.",
    details: { file, reason },
    cause,
  });
}
