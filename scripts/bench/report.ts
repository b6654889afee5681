/** What the benchmark found, as a table for people and as JSON for programs. */
import { type Machine, machineText } from "./machine.js";

export interface Figure {
  readonly what: string;
  readonly perSecond: number;
  /** What is counted: `requests`, `events`, … */
  readonly unit: string;
  /** More about it, each with its unit in the name. */
  readonly details?: Readonly<Record<string, number>>;
  /** How it compares: `ratio` 1 is as fast as `to`, 0.5 half as fast. */
  readonly against?: readonly { readonly to: string; readonly ratio: number }[];
}

export interface Section {
  readonly title: string;
  /** How to read the figures. */
  readonly note: string;
  readonly figures: readonly Figure[];
}

export interface Report {
  readonly machine: Machine;
  readonly seconds: number;
  readonly sections: readonly Section[];
}

/** A figure with its ratios to others of the same unit. */
export function figure(
  what: string,
  unit: string,
  perSecond: number,
  against: Readonly<Record<string, number>> = {},
  details: Readonly<Record<string, number>> = {},
): Figure {
  const ratios = Object.entries(against).map(([to, base]) => ({ to, ratio: perSecond / base }));
  return {
    what,
    unit,
    perSecond,
    ...(ratios.length === 0 ? {} : { against: ratios }),
    ...(Object.keys(details).length === 0 ? {} : { details }),
  };
}

/** What was measured, how fast it is, how that compares, and more about it. */
function cellsOf({ what, perSecond, unit, details = {}, against = [] }: Figure): readonly string[] {
  return [
    what,
    `${short(perSecond)} ${unit}/s`,
    against.map(({ to, ratio }) => `${short(ratio)} × ${to}`).join(", "),
    Object.entries(details)
      .map(([name, value]) => `${name} ${short(value)}`)
      .join(", "),
  ];
}

/** The whole report as a Markdown document: a table a section. */
export function reportMarkdown({ machine, seconds, sections }: Report): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const tables = sections.map(({ title, note, figures }) =>
    [
      `## ${title}`,
      "",
      row(["", "Rate", "Beside", "More"]),
      row(["---", "---", "---", "---"]),
      ...figures.map((figure) => row(cellsOf(figure).map((cell) => cell.trim().replaceAll("|", "\\|")))),
      "",
      `${note}.`,
    ].join("\n"),
  );
  return `${[`${machineText(machine)}; ${seconds} seconds in all`, ...tables].join("\n\n")}\n`;
}

export function sectionText({ title, note, figures }: Section): string {
  const rows = figures.map(cellsOf);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return [`\n${title}`, ...lines.map((line) => `  ${line}`), `  (${note})`].join("\n");
}

/** Three digits that count. */
function short(value: number): string {
  if (!Number.isFinite(value)) return "–";
  return Number(value.toPrecision(3)).toLocaleString("en", { maximumFractionDigits: 4 });
}
