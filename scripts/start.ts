/** `npm start`: a devnet, the contracts, the sample world, the resolver and its page, on one machine. */
import { join } from "node:path";
import { Command } from "commander";
import { connect } from "../services/ledger/chain/provider.js";
import { serve } from "../services/resolver/serve.js";
import { writeDemoHomes } from "./demo/home.js";
import { setUpDemo } from "./demo/setUp.js";
import { requireFreePort, startDevnet } from "./devnet/node.js";
import { replaceLostBlocks } from "./start/lostBlocks.js";
import { untilReady } from "./start/ready.js";
import { dataFolder, failWith, portOption } from "./start/terminal.js";
import { welcome } from "./start/welcome.js";

interface StartOptions {
  readonly port: number;
  readonly rpcPort: number;
  readonly data: string;
}

const options = new Command("npm start --")
  .description("Runs Cadastre on this machine: devnet, contracts, samples, resolver and explorer.")
  .option("--port <port>", "port of the resolver", portOption, 8080)
  .option("--rpc-port <port>", "port of the devnet", portOption, 8545)
  .option("--data <folder>", "where chain, index and demo keys are kept", dataFolder)
  .parse()
  .opts<StartOptions>();

/** What has to be closed, in the order in which it was opened. */
const open: (() => Promise<unknown>)[] = [];
let closing: Promise<void> | undefined;

function closeAll(): Promise<void> {
  closing ??= (async () => {
    for (const close of open.reverse()) await close();
  })();
  return closing;
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    console.log("\nStopping …");
    closeAll().catch(failWith);
  });
}

async function start({ port, rpcPort, data }: StartOptions): Promise<void> {
  await requireFreePort(port);
  const devnet = await startDevnet({ folder: join(data, "devnet"), port: rpcPort });
  open.push(() => devnet.stop());
  console.log(`Devnet (${devnet.kind}) at ${devnet.rpcUrl}`);
  if (devnet.kind === "hardhat")
    console.warn("Warning: there is no anvil here, so this chain forgets all when it stops.");
  const provider = await connect(devnet.rpcUrl);
  open.push(async () => provider.destroy());

  const { deployment, deploymentFile, registered } = await setUpDemo(provider, join(data, "deployments"));
  console.log(
    `Contracts on chain ${deployment.chainId}, sample ${registered === 0 ? "as it was" : `of ${registered} identifiers`}`,
  );

  const store = join(data, "index", `${deployment.chainId}-${deployment.genesis.slice(2, 12)}`);
  const lost = await replaceLostBlocks(provider, store);
  if (lost > 0)
    console.warn(
      `Warning: the devnet was killed and lost its last ${lost} blocks; the index goes back with it.`,
    );
  const resolver = await serve({
    port,
    host: "127.0.0.1",
    baseUrl: `http://localhost:${port}`,
    trustProxy: false,
    store,
    rpcUrl: devnet.rpcUrl,
    deployment: deploymentFile,
    finality: { kind: "depth", blocks: 64 },
    maxLag: 5,
    logLevel: "warn",
  });
  open.push(() => resolver.close());
  await untilReady(resolver.url);
  const homes = await writeDemoHomes(join(data, "demo"), {
    rpcUrl: devnet.rpcUrl,
    resolverUrl: resolver.url,
    deployment: deploymentFile,
  });
  console.log(welcome(resolver.url, homes));
  devnet.ended.then((reason) => {
    if (closing !== undefined) return;
    console.error(`The devnet has ended: ${reason}`);
    process.exitCode = 1;
    return closeAll();
  }, failWith);
}

try {
  await start(options);
} catch (error) {
  failWith(error);
  await closeAll();
}
