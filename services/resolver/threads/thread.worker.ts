/** Entry of a further HTTP thread. */
import { resolve as resolvePath } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { logOver } from "../../accessLog/thread/client.js";
import { openManifests } from "../../manifests/folder.js";
import { openStore } from "../../store/store.js";
import { openAccess } from "../auth/access.js";
import { openIssuerKeys } from "../credentials/issuer.js";
import { openLogger } from "../log.js";
import { listen } from "../server.js";
import { openAnswerCounts } from "../statistics/answerCounts.js";
import { openConfiguredVault } from "../vault/open.js";
import { configuredApp, configuredFeeds, configuredWebhooks } from "./configured.js";
import { shareRequestMetrics } from "./requestMetrics.js";
import type { ThreadSettings, Told } from "./thread.js";

const port = parentPort;
if (port === null) throw new Error("This is the entry of a worker thread, not a program.");
const settings: ThreadSettings = workerData;
const { config, baseUrl, ledger } = settings;
let { status } = settings;

try {
  const store = await openStore(config.store, { createIfMissing: false });
  const vault = await openConfiguredVault(config.vault, ledger);
  const accessLog = logOver(settings.log);
  const manifests = await openManifests(resolvePath(config.manifests), config.maxManifestBytes);
  const metrics = shareRequestMetrics(config.httpThreads);
  const feeds = configuredFeeds(config, store);
  const webhooks = await configuredWebhooks(config);
  const access = await openAccess(settings.access, config.rpcUrl);
  const logger = openLogger(config.logLevel);
  const answerCounts = await openAnswerCounts(config.statistics, settings.number, metrics.own, (err) =>
    logger.warn({ err }, "answers are not counted"),
  );
  const app = configuredApp(config, baseUrl, {
    store,
    vault,
    accessLog,
    manifests,
    followerStatus: () => status,
    access,
    answerCounts,
    issuerKeys: await openIssuerKeys(config, access.sessionKey),
    feeds,
    webhooks,
    logger,
    metrics,
  });
  const listening = await listen(settings.port, config.host, () => app, { shared: true });
  const stop = async (): Promise<void> => {
    feeds.close();
    await listening.close();
    metrics.close();
    await answerCounts.close();
    accessLog.close();
    await webhooks?.database.close();
    await manifests.close();
    await store.close();
    await vault.close();
    port.close();
  };
  port.on("message", (told: Told) => {
    if (told.kind === "status") status = told.status;
    else void stop();
  });
  port.postMessage({ kind: "listening" });
} catch (error) {
  port.postMessage({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
  port.close();
}
