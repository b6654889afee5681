/** `npm run bench:rights`: how fast access is decided, beside resolution, with more and more grants on the same data. */
import { join } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { type ReportFiles, reports, runBench } from "./bench/program.js";
import type { Section } from "./bench/report.js";
import { benchDeciding, type SharedStore, variety } from "./bench/rights/deciding.js";
import { fillStore } from "./bench/world/fill.js";

type Counts = readonly [number, ...number[]];

interface BenchOptions extends ReportFiles {
  readonly grants: Counts;
  readonly rounds: number;
}

const options = reports(new Command("npm run bench:rights --"))
  .description("Measures decisions and resolutions in stores with more and more grants, in one run.")
  .option("--grants <counts>", "grants on the data, the fewest first", counts, [10, 1_000, 100_000])
  .option("--rounds <rounds>", "rounds that count, after one that warms up", count, 7)
  .parse()
  .opts<BenchOptions>();

function count(text: string): number {
  if (!/^[1-9]\d{0,7}$/.test(text)) throw new InvalidArgumentError("Give a whole number from 1 on.");
  return Number(text);
}

function counts(text: string): Counts {
  const [first, ...rest] = text.split(",").map(count);
  if (first === undefined) throw new InvalidArgumentError("Give some numbers, such as 10,1000,100000.");
  return [first, ...rest];
}

async function run(
  folder: string,
  add: (section: Section) => void,
  { grants, rounds }: BenchOptions,
): Promise<void> {
  const filled = async (sharing: number): Promise<SharedStore> => {
    const location = join(folder, `store-${sharing}`);
    const partners = Math.max(sharing, variety);
    console.log(`filling a store with ${sharing.toLocaleString("en")} grants on one thing's data`);
    await fillStore(location, variety, { partners, sharing });
    return { location, sharing };
  };
  const [first, ...more] = grants;
  const stores: [SharedStore, ...SharedStore[]] = [await filled(first)];
  for (const sharing of more) stores.push(await filled(sharing));
  add(await benchDeciding(stores, { rounds }));
}

await runBench(options, (folder, add) => run(folder, add, options));
