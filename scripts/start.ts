/** `npm start`: a devnet, the contracts, the sample world, the resolver and its page, on one machine. */
import { basename, join } from "node:path";
import { Command } from "commander";
import { connect } from "../services/ledger/chain/provider.js";
import { feedLimits } from "../services/resolver/feed/feeds.js";
import { defaultMemory } from "../services/resolver/remembered/memory.js";
import { serve } from "../services/resolver/serve.js";
import { writeDemoHomes } from "./demo/home.js";
import { setUpDemo } from "./demo/setUp.js";
import { announceDevnet } from "./devnet/announce.js";
import { endedUnasked } from "./devnet/errors.js";
import { requireFreePort } from "./devnet/freePort.js";
import { startDevnet } from "./devnet/node.js";
import { keptKey } from "./start/keptKey.js";
import { Lifetime } from "./start/lifetime.js";
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

const lifetime = new Lifetime();
lifetime.endOnSignals(() => console.log("\nStopping …"), failWith);
// Whoever reads what is printed has gone (`npm start | head`).
process.stdout.on("error", () => lifetime.end().catch(failWith));

async function start({ port, rpcPort, data }: StartOptions): Promise<void> {
  await requireFreePort(port);
  const devnet = await startDevnet({ folder: join(data, "devnet"), port: rpcPort });
  await lifetime.opened(() => devnet.stop());
  announceDevnet(devnet);
  const provider = await connect(devnet.rpcUrl);
  await lifetime.opened(async () => provider.destroy());

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
    vault: {
      location: join(data, "vault", `${deployment.chainId}-${deployment.genesis.slice(2, 12)}`),
      keepDays: 30,
    },
    statistics: `${store}-statistics`,
    accessLog: join(data, "access-log", basename(store)),
    rpcUrl: devnet.rpcUrl,
    deployment: deploymentFile,
    finality: { kind: "depth", blocks: 64 },
    // Ready means here: the sample can be asked for, also after a devnet that lost blocks has been given others.
    maxLag: 0,
    sessionKeyFile: await keptKey(join(data, "session.pem")),
    auditKeyFile: await keptKey(join(data, "audit.pem")),
    formerKeyFiles: [],
    httpThreads: 1,
    manifests: `${store}-manifests`,
    registrations: `${store}-registrations`,
    retention: { days: 30, count: 1_000 },
    maxManifestBytes: 1024 ** 3,
    accessLogHourly: 36_000,
    peers: [],
    answerMemory: defaultMemory,
    maxFeeds: feedLimits.open,
    contact: {},
    contexts: [],
    logLevel: "warn",
  });
  await lifetime.opened(() => resolver.close());
  await untilReady(resolver.url);
  const homes = await writeDemoHomes(join(data, "demo"), {
    rpcUrl: devnet.rpcUrl,
    resolverUrl: resolver.url,
    deployment: deploymentFile,
  });
  console.log(welcome(resolver.url, homes));
  const reason = await devnet.ended;
  if (!lifetime.ending) throw endedUnasked(reason);
}

try {
  await start(options);
} catch (error) {
  if (!lifetime.ending) failWith(error);
  await lifetime.end().catch(failWith);
}
