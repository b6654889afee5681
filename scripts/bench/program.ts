/** What every program of the benchmark does around its sections. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import { failWith } from "../start/terminal.js";
import { describeMachine, machineText } from "./machine.js";
import { type Report, reportMarkdown, type Section, sectionText } from "./report.js";

/** Files for the figures, where they are wanted in another form too. */
export interface ReportFiles {
  readonly json?: string;
  readonly markdown?: string;
}

/** Adds the options that name them. */
export function reports(command: Command): Command {
  return command
    .option("--json <file>", "write the figures there too, as JSON")
    .option("--markdown <file>", "write the figures there too, as tables in Markdown");
}

/**
 * Measures, prints each section as soon as it is there, and ends the process with an error where measuring does.
 * @param measure Gets a folder that is gone afterwards.
 */
export async function runBench(
  { json, markdown }: ReportFiles,
  measure: (folder: string, add: (section: Section) => void) => Promise<void>,
): Promise<void> {
  try {
    const machine = describeMachine();
    console.log(machineText(machine));
    const start = performance.now();
    const sections: Section[] = [];
    const folder = await mkdtemp(join(tmpdir(), "cadastre-bench-"));
    try {
      await measure(folder, (section) => {
        sections.push(section);
        console.log(sectionText(section));
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    const report: Report = { machine, seconds: Math.round((performance.now() - start) / 1_000), sections };
    if (json !== undefined) await writeFile(json, `${JSON.stringify(report, null, 2)}\n`);
    if (markdown !== undefined) await writeFile(markdown, reportMarkdown(report));
    console.log(`\n${report.seconds} seconds in all`);
  } catch (error) {
    failWith(error);
  }
}
