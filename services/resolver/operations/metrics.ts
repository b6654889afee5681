/** What Prometheus scrapes: the process, the index's progress, the requests. */
import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import { z } from "zod";
import type { FollowerStatus } from "../../index/status.js";
import type { Route } from "../http/route.js";
import { send } from "../http/send.js";
import type { Service } from "../service.js";
import type { RequestMetrics } from "../threads/requestMetrics.js";
import { unreadiness } from "./health.js";

interface Reading {
  readonly name: string;
  readonly help: string;
  /** Null while unknown: then the metric has no sample. */
  readonly value: (status: FollowerStatus) => number | null;
}

const readings: readonly Reading[] = [
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

function registryOf({ followerStatus, maxLag }: Service): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const ready: Reading = {
    name: "cadastre_ready",
    help: "1 while /readyz says that the resolver is ready.",
    value: (status) => (unreadiness(status, maxLag) === null ? 1 : 0),
  };
  for (const { name, help, value } of [...readings, ready]) {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        const now = value(followerStatus());
        if (now === null) this.remove();
        else this.set(now);
      },
    });
  }
  return registry;
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
