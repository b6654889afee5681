/** `npm run devnet`: the local chain alone, in the foreground. */
import { join } from "node:path";
import { Command } from "commander";
import { announceDevnet } from "./devnet/announce.js";
import { endedUnasked } from "./devnet/errors.js";
import { startDevnet } from "./devnet/node.js";
import { Lifetime } from "./start/lifetime.js";
import { dataFolder, failWith, portOption } from "./start/terminal.js";

const options = new Command("npm run devnet --")
  .description("Runs the local chain. With anvil it survives a restart; with Hardhat's node it forgets.")
  .option("--port <port>", "port of the JSON-RPC endpoint", portOption, 8545)
  .option("--data <folder>", "where the chain keeps its state", dataFolder)
  .parse()
  .opts<{ port: number; data: string }>();

const lifetime = new Lifetime();
lifetime.endOnSignals(() => console.log("\nStopping …"), failWith);

try {
  const devnet = await startDevnet({ folder: join(options.data, "devnet"), port: options.port });
  await lifetime.opened(() => devnet.stop());
  announceDevnet(devnet);
  console.log("Ctrl-C stops it.");
  const reason = await devnet.ended;
  if (!lifetime.ending) throw endedUnasked(reason);
} catch (error) {
  if (!lifetime.ending) failWith(error);
}
