/** What `cadastre import` says: the plan, and what became of a file. */
import type { RegistrationPlan } from "../../importers/registration/plan.js";
import type { ConfirmedSummary } from "../../importers/registration/registerConfirmed.js";
import type { RegistrationSummary } from "../../importers/registration/registerFile.js";
import { type ImportSummary, importStatuses } from "../../importers/run/result.js";
import type { Context } from "../context.js";
import { costFacts } from "../ledger/carryOut.js";
import type { ImportResults } from "../output/importResults.js";
import { type Fact, facts, table } from "../output/layout.js";
import { styled } from "../output/output.js";
import type { Problems } from "../output/problems.js";
import { safe } from "../output/safe.js";

export function showPlan({ output }: Context, file: string, plan: RegistrationPlan, cost: bigint): void {
  const { rows, parts, transactions, gas, seconds } = plan;
  const lines = parts.map(({ way, namespace, identifiers, batch, done, ...part }) => [
    wayTexts[way],
    namespace ?? "",
    identifiers.toLocaleString("en"),
    done ? "issued already" : part.transactions.toLocaleString("en"),
    part.gas.toLocaleString("en"),
    batch ?? "",
  ]);
  output.result(
    [
      `${styled("bold", "Plan")} for ${safe(file)}: nothing was sent.`,
      table(["how", "namespace", "identifiers", "transactions", "gas, about", "batch"], lines),
      facts([
        ["rows", rows.toLocaleString("en")],
        ["transactions", transactions.toLocaleString("en")],
        ...costFacts(gas, cost),
        ["time on the chain", `about ${Math.ceil(seconds)} s`],
      ]),
    ].join("\n"),
    { file, ...plan, costWei: cost.toString() },
  );
}

const wayTexts: Readonly<Record<RegistrationPlan["parts"][number]["way"], string>> = {
  range: "one range, no list needed",
  list: "one list under one hash",
  records: "a record each",
  rows: "row by row",
};

export interface Outcome {
  readonly summary: ConfirmedSummary;
  readonly results: ImportResults;
  readonly seconds: number;
  /** Estimated, in a dry run. */
  readonly cost: bigint | null;
  /** Where the lists were brought. */
  readonly resolver: string | null;
}

export async function showOutcome(
  { output }: Context,
  file: string,
  { summary, results, seconds, cost, resolver }: Outcome,
): Promise<void> {
  const value = {
    file,
    dryRun: cost !== null,
    ...summary,
    seconds,
    ...(cost !== null && { costWei: cost.toString() }),
  };
  const lines = [
    facts([
      ...summaryFacts(summary, seconds, cost),
      ["sent again", summary.resent === 0 ? null : `${summary.resent}, as the chain was reorganised`],
      ...batchFacts(summary, resolver),
    ]),
    ...problemLines(results.problems),
  ];
  if (summary.stopped)
    lines.push(`Stopped. What is registered stays; the same command goes on: cadastre import ${safe(file)}`);
  await output.listing(lines.join("\n"), value, { name: "results", items: results.texts() });
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

function batchFacts({ batches }: RegistrationSummary, resolver: string | null): readonly Fact[] {
  const lists = batches.filter(({ way }) => way === "list").length;
  return [
    ...batches.map(
      ({ way, batch, namespace, identifiers, status }) =>
        [
          way,
          `${batch} of ${identifiers.toLocaleString("en")} under ${namespace}${status === "unchanged" ? ", issued before" : ""}`,
        ] as const,
    ),
    ["lists resolve at", lists > 0 ? resolver : null],
  ];
}

function problemLines(problems: Problems): readonly string[] {
  if (problems.count === 0) return [];
  const rows = problems
    .first()
    .map(({ place, what, status, name, label, problem }) => [
      place,
      status,
      what === "row" ? label : name,
      problem?.message ?? "",
    ]);
  const more = problems.count - rows.length;
  return [
    "",
    table(["where", "", "what", "why"], rows),
    ...(more > 0 ? [styled("dim", `and ${more} more: --report FILE lists all`)] : []),
    ...problems.hints().map((hint) => `  → ${hint}`),
  ];
}
