/** `npm run bench:index`: how fast a chain full of events comes into the index, and a chain for other indexers to be measured on. */
import { once } from "node:events";
import { join } from "node:path";
import { Command } from "commander";
import { startLoad } from "./bench/http/loadProcess.js";
import { type BusyChain, startBusyChain } from "./bench/index/chain.js";
import { benchIndex } from "./bench/index/section.js";
import { benchReading } from "./bench/live/reading.js";
import { type ReportFiles, reports, runBench } from "./bench/program.js";
import { count } from "./counts.js";
import { findAnvil } from "./devnet/anvil.js";

interface BenchOptions extends ReportFiles {
  readonly records: number;
  readonly rounds: number;
  readonly hold: boolean;
}

const options = reports(new Command("npm run bench:index --"))
  .description(
    "Measures reads during a backfill, and the follower on a chain full of registrations beside a minimum by hand, in one run.",
  )
  .option("--records <count>", "registrations on the chain, three events each, 100 in a block", count, 20_000)
  .option("--rounds <rounds>", "rounds that count, after one that warms up", count, 5)
  .option(
    "--hold",
    "keep the chain afterwards, until Ctrl-C, and say what another indexer needs to read it",
    false,
  )
  .parse()
  .opts<BenchOptions>();

/** Blocks on top, so that indexers that wait for a block to be buried take the whole chain for final. */
const burying = 100;

async function hold({ rpcUrl, provider, deployment, head }: BusyChain): Promise<void> {
  // One by one: all at once take longer on a large chain than a request is waited for.
  for (let mined = 0; mined < burying; mined += 1) await provider.client.request("anvil_mine", []);
  const { chainId, block, contracts } = deployment;
  console.log(JSON.stringify({ rpcUrl, chainId, startBlock: block, endBlock: head, contracts }, null, 2));
  console.log("The chain runs until Ctrl-C.");
  await once(process, "SIGINT");
}

await runBench(options, async (folder, add) => {
  const anvil = findAnvil();
  if (anvil === undefined) throw new Error("There is no anvil here, and without it nothing is measured.");
  const present = Math.ceil(options.records / 10);
  const chain = await startBusyChain(anvil, present);
  const load = startLoad();
  try {
    add(await benchReading(chain, join(folder, "index"), { load, present, more: options.records - present }));
    await load.stop();
    const whole = { ...chain, head: await chain.provider.getBlockNumber() };
    add(await benchIndex(whole, options.rounds));
    if (options.hold) await hold(whole);
  } finally {
    await load.stop();
    await chain.stop();
  }
});
