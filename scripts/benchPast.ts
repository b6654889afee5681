/** `npm run bench:past`: what an answer of the past costs beside one of the present, with histories of several lengths. */
import { join } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { startLoad } from "./bench/http/loadProcess.js";
import { variety } from "./bench/http/questions.js";
import { fillPast, type PastStore } from "./bench/past/fill.js";
import { benchPast } from "./bench/past/section.js";
import { type ReportFiles, reports, runBench } from "./bench/program.js";
import type { Section } from "./bench/report.js";

type Lengths = readonly [number, ...number[]];

interface BenchOptions extends ReportFiles {
  readonly events: Lengths;
  readonly seconds: number;
  readonly rounds: number;
}

/** Fewer make fewer pumps than are asked for in turn. */
const fewest = 25 * variety;

const options = reports(new Command("npm run bench:past --"))
  .description("Measures answers at any past block, in stores with longer and longer histories, in one run.")
  .option("--events <counts>", "events of the histories, the shortest first", lengths, [100_000, 1_000_000])
  .option("--seconds <seconds>", "length of one round of one question", count, 2)
  .option("--rounds <rounds>", "rounds that count, after one that warms up", count, 3)
  .parse()
  .opts<BenchOptions>();

function count(text: string): number {
  if (!/^[1-9]\d{0,7}$/.test(text)) throw new InvalidArgumentError("Give a whole number from 1 on.");
  return Number(text);
}

function lengths(text: string): Lengths {
  const [first, ...rest] = text.split(",").map(count);
  if (first === undefined || first < fewest)
    throw new InvalidArgumentError(`Give at least ${fewest} events, such as 100000,1000000.`);
  return [first, ...rest];
}

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
