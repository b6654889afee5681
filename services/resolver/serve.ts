/** The whole resolver in one process: the index's follower in a thread of its own, and the HTTP service over its store. */
import { join, resolve as resolvePath } from "node:path";
import type { Logger } from "pino";
import { type LogThread, startLogThread } from "../accessLog/thread/thread.js";
import { startFollower } from "../index/thread.js";
import { type Deployment, loadDeployment } from "../ledger/deployment/deployment.js";
import { usualConfirmations } from "../ledger/transactions/confirmations.js";
import { openManifests } from "../manifests/folder.js";
import { startKeeper } from "../manifests/thread.js";
import { openStore } from "../store/store.js";
import type { ResolverConfig } from "./config.js";
import { ResolverError } from "./errors.js";
import { openLogger } from "./log.js";
import type { Registrar, RegistrarParts } from "./registrations/registrar.js";
import { startClearing } from "./vault/clearing.js";
import { ledgerName, openConfiguredVault } from "./vault/open.js";
import type { LedgerWriter } from "./writing/ledgerWriter.js";

export interface Resolver {
  /** Public address. */
  readonly url: string;
  /** Lets requests under way finish, stops the follower, closes the store. */
  close(): Promise<void>;
}

/**
 * Starts the resolver. It answers at once; `/readyz` tells when the index has caught up.
 *
 * @throws ResolverError RESOLVER_PORT_IN_USE, RESOLVER_LISTEN_FAILED, RESOLVER_INVALID_CONFIG; what the store, the vault, the deployment's file and the
 * signing keys and the access log raise.
 */
export async function serve(config: ResolverConfig): Promise<Resolver> {
  const logger = openLogger(config.logLevel);
  const deployment = await loadDeployment(config.deployment);
  const jobsFolder = resolvePath(config.registrations);
  const releaseJobs = await claimed(config, jobsFolder);
  const writer = await writerOf(config, deployment, join(jobsFolder, "transactions.ndjson"));
  const store = await openStore(config.store, { createIfMissing: true });
  const ledger = ledgerName(deployment);
  const vault = await openConfiguredVault(config.vault, ledger).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  // Most of the program is loaded while the threads start.
  const service = import("./threads/http.js");
  const accessLog = await openLog(config, deployment, writer, logger).catch(async (error: unknown) => {
    await vault.close();
    await store.close();
    throw error;
  });
  // Absolute: files are sent by their paths.
  const location = resolvePath(config.manifests);
  const manifests = await openManifests(location, config.maxManifestBytes);
  await manifests.files.removeAbandoned();
  const keeper = startKeeper(
    { store: config.store, location, maxBytes: config.maxManifestBytes, peers: config.peers },
    (fault) => logger.error(fault, "manifests"),
  );
  const registrar =
    writer && (await registrarOf(config, { writer, manifests, store, logger }, join(jobsFolder, "jobs")));
  const follower = startFollower({
    rpcUrl: config.rpcUrl,
    deployment,
    location: config.store,
    finality: config.finality,
    ...(config.pollInterval === undefined ? {} : { pollInterval: config.pollInterval }),
    ...(config.wsUrl === undefined ? {} : { wsUrl: config.wsUrl }),
  });
  let state = follower.status().state;
  follower.onStatus((status) => {
    if (status.state === state) return;
    state = status.state;
    const { checkpoint, head, lag, reason, error } = status;
    const level = state === "failed" ? "error" : state === "waiting" ? "warn" : "info";
    logger[level]({ state, block: checkpoint?.number ?? null, head, lag, reason, error }, "follower");
  });

  const stopClearing = startClearing(
    { store, vault },
    config.vault.keepDays,
    () => follower.status(),
    logger,
  );
  const stop = async (): Promise<void> => {
    await stopClearing();
    await registrar?.close();
    await releaseJobs();
    await Promise.all([follower.stop(), keeper.stop(), accessLog.stop()]);
    await manifests.close();
    await store.close();
    await vault.close();
  };
  try {
    const { startHttp } = await service;
    const http = await startHttp(config, {
      store,
      vault,
      ledger,
      accessLog,
      manifests,
      logger,
      follower,
      writer,
      registrar,
    });
    accessLog.startAnchoring(http.url);
    logger.info(
      { url: http.url, listening: http.listening, threads: config.httpThreads },
      "resolver listens",
    );
    return {
      url: http.url,
      async close() {
        await http.close();
        await stop();
        logger.info("resolver has stopped");
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

// A third of the program is for writing: a resolver that only reads starts without it.

/** @returns What gives the folder back. */
async function claimed({ writing }: ResolverConfig, folder: string): Promise<() => Promise<void>> {
  if (writing === undefined) return async () => {};
  const { claimRegistrations } = await import("./registrations/claim.js");
  return claimRegistrations(folder);
}

async function writerOf(
  { writing, rpcUrl, finality, confirmations }: ResolverConfig,
  deployment: Deployment,
  journalFile: string,
): Promise<LedgerWriter | undefined> {
  if (writing === undefined) return undefined;
  const { openWriter } = await import("./writing/ledgerWriter.js");
  const usual = finality.kind === "immediate" ? 1 : usualConfirmations(deployment.chainId);
  return openWriter(writing, rpcUrl, deployment, journalFile, confirmations ?? usual);
}

async function registrarOf(
  { retention }: ResolverConfig,
  parts: Omit<RegistrarParts, "jobs">,
  folder: string,
): Promise<Registrar> {
  const { JobFolder } = await import("./registrations/jobs.js");
  const { Registrar } = await import("./registrations/registrar.js");
  return Registrar.open({ ...parts, jobs: await JobFolder.open(folder, retention) });
}

/** @throws ResolverError RESOLVER_INVALID_CONFIG where one key is to write and to anchor; AccessLogError. */
async function openLog(
  { accessLog: location, accessLogHourly: hourly, anchoring, rpcUrl }: ResolverConfig,
  deployment: Deployment,
  writer: LedgerWriter | undefined,
  logger: Logger,
): Promise<LogThread> {
  const settings = { rpcUrl, deployment, key: anchoring ?? null };
  const thread = await startLogThread(
    { location, hourly, anchoring: settings },
    ({ level, message, details }) => logger[level](details, message),
  );
  if (writer === undefined || thread.author !== writer.party) return thread;
  await thread.stop();
  throw new ResolverError(
    "RESOLVER_INVALID_CONFIG",
    "One key is set to write and to anchor the access log.",
    {
      hint: "Transactions of one key are numbered: give CADASTRE_ACCESS_LOG_KEYSTORE another key, of a party of its own.",
      details: { settings: ["CADASTRE_WRITE_KEYSTORE", "CADASTRE_ACCESS_LOG_KEYSTORE"] },
    },
  );
}
