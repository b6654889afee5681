/** `/v1/feed`: the ledger's events as they come, and from any one on. */
import type { Request } from "express";
import { callerOf } from "../auth/callers.js";
import { ResolverError } from "../errors.js";
import { problemContent } from "../http/problemSchema.js";
import { queryOf } from "../http/query.js";
import type { Route } from "../http/route.js";
import { startStream } from "../http/send.js";
import { momentOf } from "../resolution/moment.js";
import type { Service } from "../service.js";
import { textOfPosition } from "./position.js";
import { type FeedQuery, feedQuerySchema, filterOf } from "./query.js";
import { correctionSchema, eventSchema } from "./schema.js";
import { parseStart, type Start, startAt } from "./start.js";
import { stepFrom } from "./step.js";
import { streamFeed } from "./stream.js";

const mediaType = "text/event-stream";

export function feedRoute(service: Service): Route {
  const { store, feeds, logger } = service;
  return {
    path: "/v1/feed",
    operation,
    options: () => ({
      "access-control-allow-headers": "Accept, Authorization, Cache-Control, Last-Event-ID",
    }),
    handle: async (req, res) => {
      const query = queryOf(req.url, feedQuerySchema);
      const wanted = { filter: filterOf(query), final: query.finality === "final" };
      const from = await store.readAsync(async (view) => {
        if (query.grantee !== undefined) {
          const caller = await callerOf(service, req, view, momentOf(view));
          if (caller.kind === "anonymous" || caller.party !== query.grantee) throw notTheirs();
        }
        const position = await startAt(view, startOf(req, query));
        // What cannot be gone on from is refused before the answer begins.
        await stepFrom(view, position, wanted);
        return position;
      });
      const leave = feeds.enter();
      if (leave === null) throw tooMany();
      try {
        startStream(req, res, {
          "content-type": mediaType,
          "cache-control": "no-store",
          // Proxies are not to collect it.
          "x-accel-buffering": "no",
          "cadastre-after": textOfPosition(from),
        });
        if (req.method === "HEAD") res.end();
        else await streamFeed(res, { store, feeds, wanted, from });
      } catch (error) {
        // The answer is under way: its end is all that can be told. The reader comes back and learns why.
        logger.warn({ err: error }, "feed broke off");
        res.end();
      } finally {
        leave();
      }
    },
  };
}

/** A reader that comes back sends the last id that it has, whatever its address says. */
function startOf(req: Request, query: FeedQuery): Start {
  const last = req.headers["last-event-id"];
  if (typeof last !== "string" || last === "") return query.after ?? { kind: "now" };
  const start = parseStart(last);
  if (start !== null) return start;
  throw new ResolverError("RESOLVER_INVALID_QUERY", "Last-Event-ID is not the id of an event.", {
    hint: "Send the id of the last event as it came, or none.",
    details: { parameter: "Last-Event-ID" },
  });
}

function notTheirs(): ResolverError {
  return new ResolverError("RESOLVER_NOT_THE_PARTY", "Only a grantee hears of its own rights in one feed.", {
    hint: "Sign the request as the party that `grantee` names, or leave it out.",
    details: { parameter: "grantee" },
  });
}

function tooMany(): ResolverError {
  return new ResolverError("RESOLVER_TOO_MANY_FEEDS", "As many feeds are open as may be.", {
    hint: "Try again later, or ask another replica.",
  });
}

const operation: Route["operation"] = {
  tags: ["Feed"],
  summary: "Follow the ledger's events",
  description:
    "Server-Sent Events. A message `change` is an event of the ledger (schema `LedgerEvent`); a message `correction` " +
    "(`FeedCorrection`) names those that the chain took back, the last one first. A reader that comes back with the last id in " +
    "`Last-Event-ID`, or in `after`, misses nothing and hears of every correction, however long it was away.",
  security: [{}, { signedRequest: [] }, { session: [] }],
  request: { query: feedQuerySchema },
  responses: {
    200: {
      description: "The feed. It does not end by itself.",
      content: { [mediaType]: { schema: eventSchema.or(correctionSchema) } },
    },
    400: problemContent("Malformed query, or `Last-Event-ID` is not the id of an event."),
    401: problemContent("The credentials do not hold."),
    403: problemContent("`grantee` is not the caller."),
    410: problemContent("The chain has no such event, and the index does not know of one that was replaced."),
    503: problemContent("The index is not ready or not as far, or too many feeds are open."),
  },
};
