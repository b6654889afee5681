/** `npm run bench:past`: what an answer of the past costs beside one of the present, with histories of several lengths. */
import { join } from "node:path";
import { Command } from "commander";
import { startLoad } from "./bench/http/loadProcess.js";
import { variety } from "./bench/http/questions.js";
import { fillPast, type PastStore } from "./bench/past/fill.js";
import { benchPast } from "./bench/past/section.js";
import { type ReportFiles, reports, runBench } from "./bench/program.js";
import type { Section } from "./bench/report.js";
import { type Counts, count, countsFrom } from "./counts.js";

interface BenchOptions extends ReportFiles {
  readonly events: Counts;
  readonly seconds: number;
  readonly rounds: number;
}

/** Fewer make fewer pumps than are asked for in turn. */
const fewest = 25 * variety;

const options = reports(new Command("npm run bench:past --"))
  .description("Measures answers at any past moment, in stores with longer and longer histories, in one run.")
  .option(
    "--events <counts>",
    "events of the histories, the shortest first",
    countsFrom(fewest),
    [100_000, 1_000_000],
  )
  .option("--seconds <seconds>", "length of one round of one question", count, 1)
  .option("--rounds <rounds>", "rounds that count, after one that warms up", count, 3)
  .parse()
  .opts<BenchOptions>();

async function run(
  folder: string,
  add: (section: Section) => void,
  { events, seconds, rounds }: BenchOptions,
): Promise<void> {
  const filled = async (length: number): Promise<PastStore> => {
    console.log(`filling a store with ${length.toLocaleString("en")} events`);
    return await fillPast(join(folder, `past-${length}`), length);
  };
  const [first, ...longer] = events;
  const stores: [PastStore, ...PastStore[]] = [await filled(first)];
  for (const length of longer) stores.push(await filled(length));
  const load = startLoad();
  try {
    add(await benchPast(stores, { load, seconds, rounds }));
  } finally {
    await load.stop();
  }
}

await runBench(options, (folder, add) => run(folder, add, options));
