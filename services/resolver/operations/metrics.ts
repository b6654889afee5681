/** What Prometheus scrapes: the process, the index's progress, the requests. */
import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";
import { z } from "zod";
import type { LogStanding } from "../../accessLog/reader.js";
import type { FollowerStatus } from "../../index/status.js";
import type { Route } from "../http/route.js";
import { send } from "../http/send.js";
import type { Losses } from "../registrations/registrar.js";
import type { Service } from "../service.js";
import type { RequestMetrics } from "../threads/requestMetrics.js";
import { standingOf, unanchoredSeconds } from "./accessLog.js";
import { databasesOf } from "./databases.js";
import { unreadiness } from "./health.js";

/** What is read of something; null while unknown: then the metric has no sample. */
interface Reading<Source> {
  readonly name: string;
  readonly help: string;
  readonly value: (source: Source) => number | null;
}

const ofFollower: readonly Reading<FollowerStatus>[] = [
  {
    name: "cadastre_index_block",
    help: "Block up to which the index goes.",
    value: ({ checkpoint }) => checkpoint?.number ?? null,
  },
  {
    name: "cadastre_index_finalized_block",
    help: "Last block of the index's chain that is final.",
    value: ({ checkpoint }) => checkpoint?.finalized ?? null,
  },
  { name: "cadastre_chain_head_block", help: "The node's last block.", value: ({ head }) => head },
  {
    name: "cadastre_index_lag_blocks",
    help: "Blocks that the index is behind the head.",
    value: ({ lag }) => lag,
  },
  {
    name: "cadastre_index_events_per_second",
    help: "Events indexed per second, over the last seconds.",
    value: ({ eventsPerSecond }) => eventsPerSecond,
  },
  {
    name: "cadastre_follower_failed",
    help: "1 once the follower has ended with an error.",
    value: ({ state }) => (state === "failed" ? 1 : 0),
  },
];

const ofAccessLog: readonly Reading<LogStanding | null>[] = [
  {
    name: "cadastre_access_log_entries",
    help: "Entries of the access log.",
    value: (log) => log?.entries ?? null,
  },
  {
    name: "cadastre_access_log_anchored_entries",
    help: "Entries that the newest checkpoint on the ledger covers.",
    value: (log) => log?.anchored ?? null,
  },
  {
    name: "cadastre_access_log_writable",
    help: "1 while the access log takes entries; while it does not, nothing is decided or disclosed.",
    value: (log) => (log?.isWritable === true ? 1 : 0),
  },
  {
    name: "cadastre_access_log_unanchored_seconds",
    help: "Age of the oldest entry that no checkpoint on the ledger covers; 0 where there is none.",
    value: (log) => (log === null ? null : unanchoredSeconds(log)),
  },
];

const ofRegistrar: readonly Reading<Losses>[] = [
  {
    name: "cadastre_lost_transactions_total",
    help: "Transactions that the chain took back and that can take place no more; the log names them.",
    value: ({ transactions }) => transactions,
  },
  {
    name: "cadastre_lost_aas_writes_total",
    help: "Shells and submodels whose writing over the AAS interfaces was lost with them, to be sent again; the log names them.",
    value: ({ aasWrites }) => aasWrites,
  },
];

function registryOf(service: Service): Registry {
  const { followerStatus, maxLag, accessLog, registrar } = service;
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const ready: Reading<FollowerStatus> = {
    name: "cadastre_ready",
    help: "1 while /readyz says that the resolver is ready.",
    value: (status) => (unreadiness(status, maxLag) === null ? 1 : 0),
  };
  measure(registry, [...ofFollower, ready], followerStatus);
  measure(registry, ofAccessLog, () => standingOf(accessLog.reader));
  measureDatabases(registry, service);
  if (registrar !== undefined) count(registry, ofRegistrar, () => registrar.losses);
  return registry;
}

function measureDatabases(registry: Registry, service: Service): void {
  const databases = databasesOf(service);
  new Gauge({
    name: "cadastre_database_writable",
    help: "1 while the database takes writes; while it is 0, /readyz says what does not work.",
    labelNames: ["database"],
    registers: [registry],
    collect() {
      for (const { name, isWritable } of databases) this.set({ database: name }, isWritable() ? 1 : 0);
    },
  });
}

/** Of what has been counted elsewhere. */
function count<Source>(registry: Registry, readings: readonly Reading<Source>[], read: () => Source): void {
  for (const { name, help, value } of readings) {
    new Counter({
      name,
      help,
      registers: [registry],
      collect() {
        this.reset();
        this.inc(value(read()) ?? 0);
      },
    });
  }
}

function measure<Source>(
  registry: Registry,
  readings: readonly Reading<Source>[],
  read: () => Source | Promise<Source>,
): void {
  for (const { name, help, value } of readings) {
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        const now = value(await read());
        if (now === null) this.remove();
        else this.set(now);
      },
    });
  }
}

export function metricsRoute(service: Service, requests: RequestMetrics): Route {
  const registry = registryOf(service);
  return {
    path: "/metrics",
    operation: {
      tags: ["Operation"],
      summary: "Metrics for Prometheus",
      responses: {
        200: {
          description: "Text exposition format 0.0.4.",
          content: { "text/plain": { schema: z.string() } },
        },
      },
    },
    handle: async (req, res) => {
      const text = (await registry.metrics()) + (await requests.text());
      send(req, res, 200, text, { "content-type": registry.contentType, "cache-control": "no-store" });
    },
  };
}
