/** `npm run bench:gas`: what whole transactions cost, beside their bars and OpenZeppelin's plain ERC-721. */
import { writeFile } from "node:fs/promises";
import { Command } from "commander";
import { startDeployedAnvil } from "./bench/deployedAnvil.js";
import { type GasReport, gasText, measureGas } from "./bench/gas/report.js";
import { findAnvil } from "./devnet/anvil.js";
import { failWith } from "./start/terminal.js";

const options = new Command("npm run bench:gas --")
  .description("Deploys the ledger on a chain in memory and measures the gas of whole transactions.")
  .option("--json <file>", "write the figures there too, as JSON")
  .parse()
  .opts<{ readonly json?: string }>();

async function run(binary: string): Promise<GasReport> {
  const { provider, deployment, stop } = await startDeployedAnvil(binary, ["--steps-tracing"]);
  try {
    return await measureGas(provider, deployment);
  } finally {
    await stop();
  }
}

try {
  const anvil = findAnvil();
  if (anvil === undefined) throw new Error("There is no anvil here, and without it nothing is measured.");
  const report = await run(anvil);
  console.log(gasText(report));
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(report, null, 2)}\n`);
} catch (error) {
  failWith(error);
}
