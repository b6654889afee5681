/** `cadastre import`: register what a file holds. */
import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import { Command, InvalidArgumentError, Option } from "commander";
import { type ImportFormat, importFormats } from "../../importers/format.js";
import { openImport } from "../../importers/openImport.js";
import {
  type ImportResult,
  type ImportSummary,
  importStatuses,
  isClean,
} from "../../importers/run/result.js";
import { runImport } from "../../importers/run/runImport.js";
import { type Context, doing, writes } from "../context.js";
import { CliError } from "../errors.js";
import { exitCodes } from "../exitCodes.js";
import { costFacts, costOf } from "../ledger/carryOut.js";
import { openAccount, openLedger } from "../ledger/session.js";
import { type Fact, facts, safe, table } from "../output/layout.js";
import { styled } from "../output/output.js";
import { progressBar } from "../output/progress.js";

interface ImportOptions {
  readonly format?: ImportFormat;
  readonly owner?: string;
  readonly concurrency: number;
  readonly report?: string;
}

/** Results shown to people; all of them are in `--report` and `--json`. */
const shownResults = 30;

export function importCommand(): Command {
  const command = new Command("import")
    .description(
      "register the twins and identifiers of a file; again is harmless, and finishes what was stopped",
    )
    .argument(
      "<file>",
      "CSV, JSON Lines, AASX, AAS environment (JSON, XML), Catena-X assets (Trace-X, test data)",
    )
    .addOption(
      new Option("--format <format>", "format (default: by name and content)").choices(importFormats),
    )
    .option(
      "--owner <segment>",
      "owner's segment for asset ids where the file names none, such as a BPN or a domain",
    )
    .option("--concurrency <rows>", "rows under way at once, 1 to 1000", rowsOption, 32)
    .option("--report <file>", "write each result as a line of JSON");
  return writes(command, { unsigned: true }).action(doing<ImportOptions>(run));
}

async function run(context: Context, options: ImportOptions, file: string): Promise<void> {
  const { format, owner, concurrency } = options;
  const reading = { ...(format && { format }), ...(owner && { owner }) };
  // Read through once first: a file that cannot be read fails before anything is sent, and the progress has an end.
  const total = await countRows(file, reading);
  const session = await openLedger(context);
  const { sender, party } = await openAccount(context, session, concurrency);
  const results: ImportResult[] = [];
  const report = options.report === undefined ? null : await openReport(options.report);
  const progress = progressBar(total, "rows", context.output.json);
  const stop = stopOnInterrupt(context);
  const began = performance.now();
  try {
    const summary = await runImport({
      rows: openImport(file, reading),
      ledger: session,
      sender,
      party,
      concurrency,
      dryRun: context.flags.dryRun ?? false,
      signal: stop.signal,
      onProgress: (rows) => progress.update(rows),
      onResult: (result) => {
        report?.write(`${JSON.stringify(result)}\n`);
        if (context.output.json || result.problem !== undefined) results.push(result);
      },
    });
    progress.stop();
    const seconds = (performance.now() - began) / 1000;
    const cost = context.flags.dryRun ? await costOf(session, summary.gas) : null;
    show(context, file, { summary, results, seconds, cost });
    process.exitCode = exitCodeFor(summary);
  } finally {
    progress.stop();
    stop.release();
    report?.end();
    if (report !== null) await finished(report);
  }
}

interface Outcome {
  readonly summary: ImportSummary;
  readonly results: readonly ImportResult[];
  readonly seconds: number;
  /** Estimated, in a dry run. */
  readonly cost: bigint | null;
}

function show({ output }: Context, file: string, { summary, results, seconds, cost }: Outcome): void {
  const sorted = results.toSorted((a, b) => a.line - b.line);
  const value = {
    file,
    dryRun: cost !== null,
    ...summary,
    seconds,
    ...(cost !== null && { costWei: cost.toString() }),
  };
  const problems = sorted.filter(({ problem }) => problem !== undefined);
  const lines = [facts(summaryFacts(summary, seconds, cost)), ...problemLines(problems)];
  if (summary.stopped)
    lines.push(`Stopped. What is registered stays; the same command goes on: cadastre import ${safe(file)}`);
  output.result(lines.join("\n"), { ...value, results: sorted });
}

function summaryFacts(summary: ImportSummary, seconds: number, cost: bigint | null): readonly Fact[] {
  const counted = (counts: ImportSummary["twins"]): string =>
    importStatuses
      .filter((status) => counts[status] > 0)
      .map(
        (status) => `${counts[status]} ${cost !== null && status === "registered" ? "to register" : status}`,
      )
      .join(", ") || "none";
  return [
    ["rows", `${summary.rows}${summary.badRows > 0 ? `, ${summary.badRows} faults in them` : ""}`],
    ["twins", counted(summary.twins)],
    ["identifiers", counted(summary.identifiers)],
    ["delegated", summary.delegated.join(", ")],
    ...(cost === null
      ? ([["gas", summary.gas.toLocaleString("en")]] as const)
      : costFacts(summary.gas, cost)),
    ["seconds", seconds.toFixed(1)],
  ];
}

function problemLines(problems: readonly ImportResult[]): readonly string[] {
  if (problems.length === 0) return [];
  const rows = problems
    .slice(0, shownResults)
    .map(({ place, what, status, name, label, problem }) => [
      place,
      status,
      what === "row" ? label : name,
      problem?.message ?? "",
    ]);
  const hints = new Set(
    problems.flatMap(({ status, problem }) => (status === "shared" ? [] : (problem?.hint ?? []))),
  );
  const more = problems.length - rows.length;
  return [
    "",
    table(["where", "", "what", "why"], rows),
    ...(more > 0 ? [styled("dim", `and ${more} more: --report FILE lists all`)] : []),
    ...[...hints].slice(0, 5).map((hint) => `  → ${hint}`),
  ];
}

function exitCodeFor(summary: ImportSummary): number {
  if (summary.stopped) return exitCodes.interrupted;
  return isClean(summary) ? exitCodes.ok : exitCodes.partly;
}

async function countRows(file: string, options: { format?: ImportFormat; owner?: string }): Promise<number> {
  let rows = 0;
  for await (const _ of openImport(file, options)) rows += 1;
  return rows;
}

async function openReport(file: string) {
  const stream = createWriteStream(file);
  await new Promise<void>((resolve, reject) => {
    stream.once("open", () => resolve());
    stream.once("error", (cause) => reject(reportUnwritable(file, cause)));
  });
  return stream;
}

function reportUnwritable(file: string, cause: unknown): CliError {
  const reason = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown reason";
  return new CliError("CLI_REPORT_UNWRITABLE", `The report "${file}" cannot be written (${reason}).`, {
    hint: "Check the path and that you may write there.",
    details: { file, reason },
    cause,
  });
}

/** The first Ctrl-C stops cleanly, the second at once. */
function stopOnInterrupt({ output }: Context): { signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const stop = (): void => {
    output.note("Stopping: what is under way is finished first. Ctrl-C again stops at once.");
    controller.abort();
  };
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, stop);
  return {
    signal: controller.signal,
    release() {
      for (const name of ["SIGINT", "SIGTERM"] as const) process.off(name, stop);
    },
  };
}

function rowsOption(text: string): number {
  const rows = Number(text);
  if (Number.isInteger(rows) && rows >= 1 && rows <= 1000) return rows;
  throw new InvalidArgumentError("It is a number from 1 to 1000.");
}
