/** `npm run bench:resolve`: how fast the resolver answers, in stores of several sizes, beside Express over Level. */
import { join } from "node:path";
import { Command } from "commander";
import { benchGrowth } from "./bench/http/growth.js";
import { startLoad } from "./bench/http/loadProcess.js";
import { variety } from "./bench/http/questions.js";
import { benchResolving, type FilledStore } from "./bench/http/resolving.js";
import { benchRestart } from "./bench/http/restart.js";
import { benchThreads, threadsMissing } from "./bench/http/threads.js";
import { benchThroughBlocks } from "./bench/http/throughBlocks.js";
import { type ReportFiles, reports, runBench } from "./bench/program.js";
import type { Section } from "./bench/report.js";
import { fillStore } from "./bench/world/fill.js";
import { recordsOfPump } from "./bench/world/names.js";
import { type Counts, count, countsFrom } from "./counts.js";

interface BenchOptions extends ReportFiles {
  readonly records: Counts;
  readonly seconds: number;
  readonly rounds: number;
}

const options = reports(new Command("npm run bench:resolve --"))
  .description("Measures each protocol's answers, and what they cost in larger stores, in one run.")
  .option(
    "--records <counts>",
    "records in the stores, the smallest first",
    countsFrom(recordsOfPump * variety),
    [10_000, 100_000, 1_000_000],
  )
  .option("--seconds <seconds>", "length of one round of one server", count, 2)
  .option("--rounds <rounds>", "rounds that count, after a warm-up", count, 3)
  .parse()
  .opts<BenchOptions>();

async function run(
  folder: string,
  add: (section: Section) => void,
  { records, seconds, rounds }: BenchOptions,
): Promise<void> {
  const filled = async (count: number): Promise<FilledStore> => {
    const store = { location: join(folder, `store-${count}`), pumps: Math.ceil(count / recordsOfPump) };
    console.log(`filling a store with ${count.toLocaleString("en")} records`);
    await fillStore(store.location, store.pumps);
    return store;
  };
  const [first, ...larger] = records;
  const stores: [FilledStore, ...FilledStore[]] = [await filled(first)];
  for (const count of larger) stores.push(await filled(count));
  const load = startLoad();
  try {
    for (const store of stores) add(await benchResolving(store, { load, seconds, rounds }));
    for (const store of stores) add(await benchThroughBlocks(store, { load, seconds, rounds }));
    add(await benchGrowth(stores, { load, seconds, rounds }));
    add(await benchRestart(stores));
    if (threadsMissing === null) add(await benchThreads(stores[0], { load, seconds, rounds }));
    else console.warn(`Two HTTP threads are not measured: ${threadsMissing}.`);
  } finally {
    await load.stop();
  }
}

await runBench(options, (folder, add) => run(folder, add, options));
