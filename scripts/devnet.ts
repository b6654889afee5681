/** `npm run devnet`: the local chain alone, in the foreground. */
import { join } from "node:path";
import { Command } from "commander";
import { startDevnet } from "./devnet/node.js";
import { dataFolder, failWith, portOption } from "./start/terminal.js";

const program = new Command("devnet")
  .description("Runs the local chain. With anvil it survives a restart; with Hardhat's node it forgets.")
  .option("--port <port>", "port of the JSON-RPC endpoint", portOption, 8545)
  .option("--data <folder>", "where the chain keeps its state", dataFolder)
  .parse();

try {
  const options = program.opts<{ port: number; data: string }>();
  const devnet = await startDevnet({ folder: join(options.data, "devnet"), port: options.port });
  console.log(`Devnet (${devnet.kind}) at ${devnet.rpcUrl}. Ctrl-C stops it.`);
  if (devnet.kind === "hardhat")
    console.warn("Warning: there is no anvil here, so this chain forgets all when it stops.");
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void devnet.stop());
  await devnet.ended;
} catch (error) {
  failWith(error);
}
