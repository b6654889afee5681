/** Answers over HTTP: in this thread, and in as many more as are wanted. */
import type { Logger } from "pino";
import { logOver } from "../../accessLog/thread/client.js";
import type { LogThread } from "../../accessLog/thread/thread.js";
import type { Follower } from "../../index/thread.js";
import type { ManifestFolder } from "../../manifests/folder.js";
import type { Store } from "../../store/store.js";
import type { Vault } from "../../vault/vault.js";
import { openAccess, shareAccess } from "../auth/access.js";
import type { ResolverConfig } from "../config.js";
import { openIssuerKeys } from "../credentials/issuer.js";
import { databasesOf, watchDatabases } from "../operations/databases.js";
import type { Registrar } from "../registrations/registrar.js";
import { listen, refusePortInUse } from "../server.js";
import { openAnswerCounts } from "../statistics/answerCounts.js";
import { schedule } from "../webhooks/schedule.js";
import { startTeller } from "../webhooks/teller.js";
import type { LedgerWriter } from "../writing/ledgerWriter.js";
import { configuredApp, configuredFeeds, configuredWebhooks } from "./configured.js";
import { ownRequestMetrics, shareRequestMetrics } from "./requestMetrics.js";
import { startRestarting } from "./restarting.js";
import { type HttpThread, startHttpThread } from "./thread.js";
import { tidyUpAlone } from "./youngObjects.js";

export interface Http {
  /** Public address. */
  readonly url: string;
  /** Address that is listened on. */
  readonly listening: string;
  /** Lets requests under way finish. */
  close(): Promise<void>;
}

/** What the answers come from. */
export interface Sources {
  readonly store: Store;
  readonly vault: Vault;
  /** The ledger that the vault is of. */
  readonly ledger: string;
  readonly accessLog: LogThread;
  readonly manifests: ManifestFolder;
  readonly logger: Logger;
  readonly follower: Follower;
  /** Writes to the ledger; undefined where the resolver only reads. */
  readonly writer: LedgerWriter | undefined;
  /** Registers files in the background, where there is a writer. */
  readonly registrar: Registrar | undefined;
}

/** @throws ResolverError RESOLVER_PORT_IN_USE, RESOLVER_LISTEN_FAILED, RESOLVER_INVALID_CONFIG. */
export async function startHttp(config: ResolverConfig, sources: Sources): Promise<Http> {
  tidyUpAlone();
  const { port, host, httpThreads } = config;
  const shared = httpThreads > 1;
  const metrics = shared ? shareRequestMetrics(httpThreads) : ownRequestMetrics();
  if (shared) await refusePortInUse(port, host);
  const { store, vault, ledger, accessLog, manifests, logger, follower, writer, registrar } = sources;
  const sharedAccess = shareAccess(config, Math.floor(Date.now() / 1000));
  const access = await openAccess(sharedAccess, config.rpcUrl);
  const issuerKeys = await openIssuerKeys(config, access.sessionKey);
  const answerCounts = await openAnswerCounts(config.statistics, 0, metrics.own, (err) =>
    logger.warn({ err }, "answers are not counted"),
  );
  const ownLog = logOver(accessLog.connect());
  const feeds = configuredFeeds(config, store);
  const webhooks = await configuredWebhooks(config);
  const app = (url: string) =>
    configuredApp(config, config.baseUrl ?? url, {
      store,
      vault,
      accessLog: ownLog,
      manifests,
      followerStatus: () => follower.status(),
      access,
      issuerKeys,
      answerCounts,
      feeds,
      webhooks,
      logger,
      metrics,
      writer,
      registrar,
    });
  const first = await listen(port, host, app, { shared });
  const url = config.baseUrl ?? first.url;
  const teller = webhooks === undefined ? null : startTeller({ ...webhooks, store, feeds, schedule }, logger);
  const stopWatching = watchDatabases(databasesOf({ vault, manifests, webhooks, answerCounts }), logger);
  const threads: Pick<HttpThread, "tell" | "stop">[] = [];
  const close = async (): Promise<void> => {
    await stopWatching();
    await teller?.stop();
    feeds.close();
    await Promise.all([first.close(), ...threads.map((thread) => thread.stop())]);
    await answerCounts.close();
    ownLog.close();
    await webhooks?.database.close();
    metrics.close();
  };
  follower.onStatus((status) => {
    for (const thread of threads) thread.tell(status);
  });
  try {
    while (threads.length < httpThreads - 1) {
      const number = threads.length + 1;
      const start = async (): Promise<HttpThread> => {
        const status = follower.status();
        const log = accessLog.connect();
        const address = { port: first.port, baseUrl: url };
        const settings = { ...address, number, config, ledger, access: sharedAccess, status, log };
        const thread = await startHttpThread(settings);
        // What came to pass while it started.
        thread.tell(follower.status());
        return thread;
      };
      threads.push(await startRestarting(start, logger));
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { url, listening: first.url, close };
}
