/** Whether the process lives, and whether it is fit to answer. */
import { z } from "zod";
import type { FollowerStatus } from "../../index/status.js";
import type { Route } from "../http/route.js";
import { sendJson } from "../http/send.js";
import type { Service } from "../service.js";
import { standingOf, unanchoredSeconds } from "./accessLog.js";
import { databaseNames, databasesOf, reasonOf } from "./databases.js";

const noStore = { "cache-control": "no-store" };

const checkpointSchema = z.strictObject({
  number: z.number().int(),
  hash: z.string(),
  time: z.number().int(),
  finalized: z.number().int(),
  head: z.number().int(),
});

export const readinessSchema = z
  .strictObject({
    ready: z.boolean(),
    reason: z.string().nullable().meta({
      description: "Why not, and what to do; null while ready.",
      example: "The index is 120 blocks behind the chain.",
    }),
    state: z.enum(["starting", "syncing", "following", "waiting", "failed", "stopped"]).meta({
      description: "What the follower does.",
    }),
    checkpoint: checkpointSchema.nullable().meta({ description: "Block up to which the index goes." }),
    head: z.number().int().nullable().meta({ description: "The node's last block." }),
    lag: z.number().int().nullable().meta({ description: "Blocks between the two." }),
    maxLag: z
      .number()
      .int()
      .meta({ description: "Blocks that the index may be behind and still count as ready." }),
    accessLog: z
      .strictObject({
        entries: z.number().int(),
        anchored: z
          .number()
          .int()
          .meta({ description: "Entries that the newest checkpoint on the ledger covers." }),
        writable: z.boolean().meta({
          description: "Whether it takes entries; while it does not, nothing is decided or disclosed (503).",
        }),
        unanchoredSeconds: z.number().int().meta({
          description: "Age of the oldest entry that it does not cover; 0 where it covers all.",
        }),
      })
      .nullable()
      .meta({ description: "How the access log stands; null where it cannot be read." }),
    databases: z
      .array(
        z.strictObject({
          name: z.enum(databaseNames),
          writable: z.boolean(),
          reason: z.string().nullable().meta({
            description: "What does not work while it takes no writes, and what to do; null while it does.",
          }),
        }),
      )
      .meta({
        description: "The databases that are kept beside the index. None of them makes it less ready.",
      }),
  })
  .meta({ id: "Readiness" });

type Readiness = z.infer<typeof readinessSchema>;

/** Why the resolver should not be sent callers now; null when it may. */
export function unreadiness(status: FollowerStatus, maxLag: number): string | null {
  const { state, checkpoint, lag, reason, error } = status;
  switch (state) {
    case "failed":
      return error === null
        ? "The follower has failed."
        : [error.message, error.hint].filter(Boolean).join(" ");
    case "stopped":
      return "The follower was stopped.";
    case "starting":
      return "The follower has just started.";
    case "waiting":
      return reason ?? "The node cannot be followed now.";
    case "syncing":
    case "following":
      if (checkpoint === null || lag === null) return "The index has not read anything from the chain yet.";
      return lag > maxLag ? `The index is ${lag} blocks behind the chain.` : null;
  }
}

export function healthRoutes(service: Service): readonly Route[] {
  const { followerStatus, maxLag, accessLog } = service;
  const databases = databasesOf(service);
  const readiness = async (): Promise<Readiness> => {
    const status = followerStatus();
    const reason = unreadiness(status, maxLag);
    const { state, checkpoint, head, lag } = status;
    const log = await standingOf(accessLog.reader);
    return {
      ...{ ready: reason === null, reason, state, checkpoint, head, lag, maxLag },
      accessLog: log && {
        entries: log.entries,
        anchored: log.anchored,
        writable: log.isWritable,
        unanchoredSeconds: unanchoredSeconds(log),
      },
      databases: databases.map((database) => {
        const reason = reasonOf(database);
        return { name: database.name, writable: reason === null, reason };
      }),
    };
  };
  return [
    {
      path: "/healthz",
      operation: {
        tags: ["Operation"],
        summary: "Does the process live?",
        responses: {
          200: {
            description: "It does.",
            content: { "application/json": { schema: z.strictObject({ status: z.literal("ok") }) } },
          },
        },
      },
      handle: (req, res) => sendJson(req, res, 200, { status: "ok" }, noStore),
    },
    {
      path: "/readyz",
      operation: {
        tags: ["Operation"],
        summary: "Is the index caught up?",
        responses: {
          200: { description: "Ready.", content: { "application/json": { schema: readinessSchema } } },
          503: {
            description: "Not ready; `reason` says why.",
            content: { "application/json": { schema: readinessSchema } },
          },
        },
      },
      handle: async (req, res) => {
        const now = await readiness();
        sendJson(req, res, now.ready ? 200 : 503, now, noStore);
      },
    },
  ];
}
