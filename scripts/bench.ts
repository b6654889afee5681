/** `npm run bench`: how fast Cadastre is on this machine, beside what nothing in its place could do faster. */
import { join } from "node:path";
import { Command } from "commander";
import { benchHistory, fillHistory } from "./bench/history.js";
import { benchGrowth } from "./bench/http/growth.js";
import { startLoad } from "./bench/http/loadProcess.js";
import { variety } from "./bench/http/questions.js";
import { benchResolving, type FilledStore } from "./bench/http/resolving.js";
import { benchIdentifiers } from "./bench/identifiers.js";
import { startBusyChain } from "./bench/index/chain.js";
import { benchIndex } from "./bench/index/section.js";
import { benchLedger, chains } from "./bench/ledger/section.js";
import { benchLists } from "./bench/lists.js";
import { benchRanges } from "./bench/live/ranges.js";
import { benchLive } from "./bench/live/section.js";
import { type ReportFiles, reports, runBench } from "./bench/program.js";
import { benchProofs } from "./bench/proofs.js";
import type { Section } from "./bench/report.js";
import { benchDeciding, variety as deciding, partnersOf } from "./bench/rights/deciding.js";
import { benchStore } from "./bench/store.js";
import { fillStore } from "./bench/world/fill.js";
import { recordsOfPump } from "./bench/world/names.js";
import { count } from "./counts.js";
import { findAnvil } from "./devnet/anvil.js";

interface BenchOptions extends ReportFiles {
  readonly records: number;
  readonly seconds: number;
  readonly members: number;
}

const options = reports(new Command("npm run bench --"))
  .description(
    "Measures registering, resolving, deciding, indexing, the way of a block to an answer, the store, the identifiers, the proofs, lists and reads of the past, in one run of some minutes.",
  )
  .option("--records <count>", "records in the store, and a quarter as many on the chain", count, 20_000)
  .option("--members <count>", "identifiers of the list that is imported", count, 100_000)
  .option("--seconds <seconds>", "length of one round of one server", count, 2)
  .parse()
  .opts<BenchOptions>();

const rounds = 3;
const liveBlocks = 300;
/** Versions in the longer of the two histories that are compared. */
const historyVersions = 200_000;
/** Pumps of the small and the large store that are compared. The small one has just those that are asked for. */
const growth = { from: variety, to: 25 * variety };

async function run(
  folder: string,
  add: (section: Section) => void,
  { records, seconds, members }: BenchOptions,
): Promise<void> {
  const stores = new Set<number>();
  const filled = async (pumps: number): Promise<FilledStore> => {
    const location = join(folder, `store-${pumps}`);
    // Two sections may want as many.
    if (!stores.has(pumps)) await fillStore(location, pumps);
    stores.add(pumps);
    return { location, pumps };
  };

  add(benchIdentifiers());
  add(await benchProofs());
  add(await benchLists(join(folder, "lists"), members));
  const pumps = Math.max(Math.ceil(records / recordsOfPump), variety);
  const store = await filled(pumps);
  add(await benchStore(store.location, pumps));

  const histories = [];
  for (const versions of [historyVersions / 10, historyVersions]) {
    const location = join(folder, `history-${versions}`);
    histories.push({ location, versions, last: await fillHistory(location, versions) });
  }
  add(await benchHistory(histories));

  const shared = { location: join(folder, "shared"), sharing: 10 };
  await fillStore(shared.location, deciding, { partners: partnersOf(shared), sharing: shared.sharing });
  add(await benchDeciding([shared]));

  const load = startLoad();
  try {
    const options = { load, seconds, rounds };
    add(await benchResolving(store, options));
    add(await benchGrowth([await filled(growth.from), await filled(growth.to)], options));
  } finally {
    await load.stop();
  }

  const anvil = findAnvil();
  if (anvil === undefined)
    console.warn("\nThere is no anvil here: ledger, index and live latency are not measured.");
  else {
    for (const chain of Object.values(chains)) add(await benchLedger(anvil, rounds, chain));
    const chain = await startBusyChain(anvil, Math.ceil(records / 4));
    try {
      add(await benchIndex(chain, rounds));
      const load = startLoad();
      try {
        add(await benchRanges(chain, join(folder, "ranges"), { load, seconds, rounds }));
      } finally {
        await load.stop();
      }
    } finally {
      await chain.stop();
    }
    add(await benchLive(anvil, liveBlocks));
  }
}

await runBench(options, (folder, add) => run(folder, add, options));
