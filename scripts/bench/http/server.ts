/** A server in a process of its own: started by `contender.ts`. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { Express } from "express";
import { startLogThread } from "../../../services/accessLog/thread/thread.js";
import type { FollowerStatus } from "../../../services/index/status.js";
import { openManifests } from "../../../services/manifests/folder.js";
import type { ResolverConfig } from "../../../services/resolver/config.js";
import { openLogger } from "../../../services/resolver/log.js";
import { openConfiguredVault } from "../../../services/resolver/vault/open.js";
import { openStore } from "../../../services/store/store.js";
import { answerQuestions } from "../child.js";
import { bareExpress, usualExpress } from "./express.js";
import { mineOtherBlocks } from "./otherBlocks.js";
import { baseUrl } from "./questions.js";
import { type ServerSettings, serverSettingsSchema, type Values } from "./serverSettings.js";

await answerQuestions(async (settings) => {
  const url = await start(settings);
  return async (question) => {
    if (question === "url") return url;
    const { user, system } = process.cpuUsage();
    return user + system;
  };
});

async function start(settings: unknown): Promise<string> {
  const wanted = serverSettingsSchema.parse(settings);
  switch (wanted.kind) {
    case "resolver":
      return startResolver(wanted);
    case "bare":
      return started(await bareExpress(wanted.values), wanted.values);
    case "usual":
      return started(await usualExpress(wanted.values), wanted.values);
  }
}

/** The resolver as it is shipped, with a log line a request; only the follower is left out, for there is no chain. */
async function startResolver({
  store: location,
  threads: httpThreads,
  answerMemory,
  blocks,
}: Extract<ServerSettings, { kind: "resolver" }>): Promise<string> {
  const store = await openStore(location, { createIfMissing: false });
  const checkpoint = store.read((view) => view.checkpoint());
  const status: FollowerStatus = {
    state: "following",
    checkpoint,
    head: checkpoint?.number ?? null,
    lag: 0,
    eventsPerSecond: 0,
    reason: null,
    error: null,
  };
  const follower = { status: () => status, onStatus: () => () => undefined, stop: async () => undefined };
  const config: ResolverConfig = {
    port: 0,
    host: "127.0.0.1",
    baseUrl,
    trustProxy: false,
    store: location,
    vault: { location: `${location}-vault`, keepDays: 30 },
    accessLog: `${location}-access-log`,
    statistics: `${location}-statistics`,
    // No question here is one for a node.
    rpcUrl: "http://127.0.0.1:9",
    deployment: "",
    finality: { kind: "immediate" },
    maxLag: 5,
    formerKeyFiles: [],
    httpThreads,
    manifests: `${location}-manifests`,
    registrations: `${location}-registrations`,
    retention: { days: 30, count: 1_000 },
    maxManifestBytes: 1024 ** 3,
    accessLogHourly: Number.MAX_SAFE_INTEGER,
    peers: [],
    answerMemory,
    maxFeeds: 0,
    contact: {},
    contexts: [],
    logLevel: "info",
  };
  const logger = openLogger(config.logLevel);
  const ledger = "benchmark";
  const vault = await openConfiguredVault(config.vault, ledger);
  const service = import("../../../services/resolver/threads/http.js");
  const accessLog = await startLogThread({ location: config.accessLog }, () => undefined);
  const manifests = await openManifests(config.manifests, config.maxManifestBytes);
  const sources = {
    store,
    vault,
    ledger,
    accessLog,
    manifests,
    logger,
    follower,
    writer: undefined,
    registrar: undefined,
  };
  if (blocks) mineOtherBlocks(store);
  const { startHttp } = await service;
  return (await startHttp(config, sources)).listening;
}

async function started(app: Express, { sharedPort }: Values): Promise<string> {
  const server = createServer(app).listen({
    port: sharedPort ?? 0,
    host: "127.0.0.1",
    reusePort: sharedPort !== undefined,
  });
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return `http://127.0.0.1:${port}`;
}
