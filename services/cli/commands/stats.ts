/** `cadastre stats`: what was done on the ledger, and what the resolver answered, by day or month. */
import { Command } from "commander";
import { required } from "../config/settings.js";
import { type Context, doing } from "../context.js";
import { usage } from "../errors.js";
import { parseNamespace } from "../names/namespace.js";
import { utcTime } from "../output/layout.js";
import { readStatistics, readStatisticsTable, type Statistics } from "../resolver/statistics.js";

interface Flags {
  readonly from?: string;
  readonly to?: string;
  readonly by?: string;
  readonly scheme?: string;
  readonly namespace?: string;
  readonly csv?: boolean;
}

export function statsCommand(): Command {
  return new Command("stats")
    .description("what was done on the ledger, and what the resolver answered, by day or month")
    .option("--from <date>", "first day, in UTC (default: the last 30 days, or 12 months)")
    .option("--to <date>", "last day (default: today)")
    .option("--by <period>", "day or month", "day")
    .option("--scheme <scheme>", "what was registered and delegated in one scheme")
    .option("--namespace <name>", "what was done under one namespace: SCHEME:PREFIX")
    .option("--csv", "print a table for spreadsheets, a line a period")
    .action(doing<Flags>(show));
}

async function show(context: Context, flags: Flags): Promise<void> {
  const resolverUrl = required(await context.settings(), "resolverUrl");
  const query = queryOf(flags);
  if (flags.csv === true) {
    context.output.document(await readStatisticsTable(resolverUrl, query));
    return;
  }
  const statistics = await readStatistics(resolverUrl, query);
  context.output.result(textOf(statistics), statistics);
}

function queryOf({ from, to, by, scheme, namespace }: Flags): Readonly<Record<string, string>> {
  if (scheme !== undefined && namespace !== undefined)
    throw usage(
      "A namespace is of one scheme already.",
      "Give --namespace SCHEME:PREFIX or --scheme, not both.",
    );
  const part = namespace === undefined ? { scheme } : parseNamespace(namespace);
  const given = Object.entries({ from, to, by, ...part });
  return Object.fromEntries(given.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

interface Line {
  readonly name: string;
  readonly counts: readonly number[];
  /** What stands behind the plot. */
  readonly inPeriod: string;
  readonly whole: string;
}

function textOf(statistics: Statistics): string {
  const { by, from, to, periods, whole, asOf } = statistics;
  const lines = [...ledgerLines(statistics), ...holderLines(statistics), ...resolutionLines(statistics)];
  const width = Math.max(...lines.map(({ name }) => name.length));
  const inPeriod = Math.max("in the period".length, ...lines.map((line) => line.inPeriod.length));
  const plot = Math.max("each day".length, periods.length);
  const heading = `${"".padEnd(width)}  ${`each ${by}`.padEnd(plot)}  ${"in the period".padStart(inPeriod)}  in all`;
  const rows = lines.map(
    (line) =>
      `${line.name.padEnd(width)}  ${bars(line.counts).padEnd(plot)}  ${line.inPeriod.padStart(inPeriod)}  ${line.whole}`,
  );
  const schemes = statistics.schemes.map(
    ({ scheme, ledger }) =>
      `${scheme}: ${ledger.delegations} delegations, ${ledger.records} records, ${ledger.members} members of batches`,
  );
  return [
    `${from} to ${to}, as of block ${asOf.number}, ${utcTime(asOf.time)}, ${asOf.finality}`,
    "",
    heading,
    ...rows,
    ...(whole.holders === null ? [] : ["", ...schemes]),
  ]
    .map((line) => line.trimEnd())
    .join("\n");
}

function ledgerLines({ periods, whole }: Statistics): Line[] {
  return Object.entries(whole.ledger).map(([name, total]) => {
    const counts = periods.map(({ ledger }) => Number(ledger[name] ?? 0));
    return { name, counts, inPeriod: String(sumOf(counts)), whole: String(total) };
  });
}

function holderLines({ periods, whole }: Statistics): Line[] {
  if (whole.holders === null) return [];
  const counts = periods.map(({ holders }) => holders ?? 0);
  return [{ name: "holders", counts, inPeriod: String(counts.at(-1) ?? 0), whole: String(whole.holders) }];
}

function resolutionLines({ periods }: Statistics): Line[] {
  if (periods.every(({ resolutions }) => resolutions === null)) return [];
  const counts = periods.map(({ resolutions }) =>
    sumOf(Object.values(resolutions ?? {}).map(({ answered, unknown }) => answered + unknown)),
  );
  return [{ name: "resolutions", counts, inPeriod: String(sumOf(counts)), whole: "" }];
}

const sumOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

const steps = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/** A bar for each count; none is a dot, so that the least there is can be told from nothing. */
function bars(counts: readonly number[]): string {
  const most = Math.max(1, ...counts);
  return counts
    .map((count) => (count === 0 ? "·" : (steps[Math.ceil((count / most) * steps.length) - 1] ?? "█")))
    .join("");
}
