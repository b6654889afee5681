/** `npm run bench:rights`: how fast access is decided, beside resolution, with more and more grants on the same data. */
import { join } from "node:path";
import { Command } from "commander";
import { type ReportFiles, reports, runBench } from "./bench/program.js";
import type { Section } from "./bench/report.js";
import { benchDeciding, partnersOf, type SharedStore, variety } from "./bench/rights/deciding.js";
import { fillStore } from "./bench/world/fill.js";
import { type Counts, count, countsFrom } from "./counts.js";

interface BenchOptions extends ReportFiles {
  readonly grants: Counts;
  readonly rounds: number;
}

const options = reports(new Command("npm run bench:rights --"))
  .description("Measures decisions and resolutions in stores with more and more grants, in one run.")
  .option("--grants <counts>", "grants on the data, the fewest first", countsFrom(1), [10, 1_000, 100_000])
  .option("--rounds <rounds>", "rounds that count, after one that warms up", count, 20)
  .parse()
  .opts<BenchOptions>();

async function run(
  folder: string,
  add: (section: Section) => void,
  { grants, rounds }: BenchOptions,
): Promise<void> {
  const filled = async (sharing: number): Promise<SharedStore> => {
    const location = join(folder, `store-${sharing}`);
    console.log(`filling a store with ${sharing.toLocaleString("en")} grants on one thing's data`);
    await fillStore(location, variety, { partners: partnersOf({ sharing }), sharing });
    return { location, sharing };
  };
  const [first, ...more] = grants;
  const stores: [SharedStore, ...SharedStore[]] = [await filled(first)];
  for (const sharing of more) stores.push(await filled(sharing));
  add(await benchDeciding(stores, { rounds }));
}

await runBench(options, (folder, add) => run(folder, add, options));
