/** What every program of the benchmark does around its sections. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { failWith } from "../start/terminal.js";
import { describeMachine, machineText } from "./machine.js";
import { type Report, type Section, sectionText } from "./report.js";

/**
 * Measures, prints each section as soon as it is there, and ends the process with an error where measuring does.
 * @param json File for the figures, where they are wanted as JSON too.
 * @param measure Gets a folder that is gone afterwards.
 */
export async function runBench(
  json: string | undefined,
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
    console.log(`\n${report.seconds} seconds in all`);
  } catch (error) {
    failWith(error);
  }
}
