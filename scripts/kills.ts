/** `npm run kills`: kills imports at random moments, has them go on, and compares the ledger with one on which nothing was killed. */
import { Command } from "commander";
import { count } from "./counts.js";
import { findAnvil } from "./devnet/anvil.js";
import { type ImportingChain, startChain } from "./kills/chain.js";
import { importFor, importTable, openTransactions, writeTable } from "./kills/importing.js";
import { missingFrom, stateOf } from "./kills/state.js";

interface KillOptions {
  readonly kills: number;
  readonly rows: number;
  readonly longest: number;
}

const options = new Command("npm run kills --")
  .description(
    "Imports tables with three keys, kills the import (-9) at random moments, resumes it, and compares what the ledger has with what an undisturbed import makes of another one.",
  )
  .option("--kills <count>", "kills in all", count, 100)
  .option("--rows <count>", "rows of a table; another table is begun where one is finished", count, 300)
  .option("--longest <milliseconds>", "longest life of an import before it is killed", count, 3_000)
  .parse()
  .opts<KillOptions>();

/** @returns How many tables were imported. */
async function killAll(chain: ImportingChain, { kills, rows, longest }: KillOptions): Promise<number> {
  let killed = 0;
  let midway = 0;
  for (let table = 1; ; table++) {
    const file = await writeTable(chain, table, rows);
    let isDone = false;
    while (!isDone && killed < kills) {
      // Every other one dies while it sends: few of those that are killed early get so far.
      const from = killed % 2 === 0 ? "start" : "sending";
      isDone = !(await importFor(chain, file, { from, milliseconds: Math.random() * longest }));
      if (isDone) continue;
      killed += 1;
      if ((await openTransactions(chain)) > 0) midway += 1;
    }
    console.log(
      `  table ${table}: ${killed} of ${kills} kills, ${midway} of them with transactions under way`,
    );
    if (!isDone) await importTable(chain, file);
    if (killed >= kills) return table;
  }
}

async function run(anvil: string): Promise<boolean> {
  const disturbed = await startChain(anvil);
  const quiet = await startChain(anvil);
  try {
    const tables = await killAll(disturbed, options);
    for (let table = 1; table <= tables; table++)
      await importTable(quiet, await writeTable(quiet, table, options.rows));
    const [killed, whole] = [await stateOf(disturbed), await stateOf(quiet)];
    const lost = [...missingFrom(whole.records, killed.records), ...missingFrom(whole.twins, killed.twins)];
    const additional = [
      ...missingFrom(killed.records, whole.records),
      ...missingFrom(killed.twins, whole.twins),
    ];
    console.log(
      `${options.kills} kills, ${tables} tables of ${options.rows} rows: ${killed.records.length} records and ${killed.twins.length} twins; ` +
        `${lost.length} lost, ${additional.length} twice or otherwise than on a ledger without kills.`,
    );
    for (const entry of lost) console.log(`  lost        ${entry}`);
    for (const entry of additional) console.log(`  additional  ${entry}`);
    const complete = whole.records.length === tables * options.rows;
    return complete && lost.length === 0 && additional.length === 0;
  } finally {
    await disturbed.stop();
    await quiet.stop();
  }
}

const anvil = findAnvil();
if (anvil === undefined) {
  console.error("anvil is neither installed as a package nor on the PATH.");
  process.exitCode = 1;
} else if (!(await run(anvil))) process.exitCode = 1;
