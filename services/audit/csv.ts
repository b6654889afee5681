/** A report as a table, a line a fact, for spreadsheets. It is no evidence by itself: it names the digest of the report that is. */
import type { Hex } from "../ledger/hex.js";
import type { Report } from "./report.js";
import { rowsOf } from "./rows.js";

const header = ["section", "block", "time", "transaction", "by", "what", "detail"];

/** RFC 4180, in UTF-8. */
export function csvOf(report: Report, digest: Hex): string {
  const { subject, period, asOf, issuer } = report;
  const head = [
    ["report", "", "", "", "", "digest", digest],
    ["report", "", "", "", "", "issuer", issuer],
    ["report", "", "", "", "", "subject", `${subject.kind} ${subject.id}`],
    ["report", "", "", "", "", "period", `${utc(period.from)} to ${utc(period.to)}`],
    ["report", String(asOf.number), utc(asOf.time), "", "", "as of", asOf.hash],
  ];
  const rows = rowsOf(report).map(({ section, block, time, transaction, by, what, detail }) => [
    section,
    block === null ? "" : String(block),
    time === null ? "" : utc(time),
    transaction ?? "",
    by ?? "",
    what,
    detail,
  ]);
  return [header, ...head, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

/** A spreadsheet takes what begins so for a formula. */
const formula = /^[=+\-@\t\r]/;

function cell(text: string): string {
  const safe = formula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const utc = (seconds: number): string => new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
