/** `/v1/statistics`: what was done on the ledger, and what this resolver answered, by day or month. */
import { z } from "zod";
import { isLedgerScheme, schemes } from "../../identifiers/index.js";
import { dayOf } from "../../store/activity.js";
import { ResolverError } from "../errors.js";
import { html } from "../http/page.js";
import { problemContent } from "../http/problemSchema.js";
import { queryOf } from "../http/query.js";
import type { Route } from "../http/route.js";
import { send, sendJson } from "../http/send.js";
import { askAtMoment } from "../resolution/moment.js";
import type { Service } from "../service.js";
import { presenter } from "../v1/present.js";
import { csvOf } from "./csv.js";
import { statisticsPage } from "./page.js";
import { periodKinds, spanOf } from "./period.js";
import { type Part, statisticsOf } from "./report.js";
import { type StatisticsView, statisticsSchema } from "./schema.js";

/** Seconds for which a cache may keep an answer: counts of a day under way are out of date anyway. */
const fresh = 30;

const day = z.iso
  .date()
  .transform((text) => dayOf(Date.parse(text) / 1000))
  .pipe(z.number().nonnegative())
  .optional();

const querySchema = z.strictObject({
  from: day.meta({
    description: "First day, in UTC; the last 30 days or 12 months where left out.",
    example: "2026-03-01",
  }),
  to: day.meta({ description: "Last day; today where left out.", example: "2026-03-31" }),
  by: z.enum(periodKinds).default("day"),
  scheme: z
    .enum(schemes)
    .optional()
    .meta({ description: "What was registered and delegated in that scheme alone." }),
  prefix: z.string().min(1).max(512).optional().meta({
    description: "What was done under the namespace of that prefix alone, whoever held it; with its scheme.",
    example: "9506000",
  }),
  format: z.enum(["json", "csv", "html"]).default("json"),
});
type Query = z.infer<typeof querySchema>;

export function statisticsRoute(service: Service): Route {
  return {
    path: "/v1/statistics",
    operation,
    handle: async (req, res) => {
      const query = queryOf(req.url, querySchema);
      const statistics = await readStatistics(service, query);
      const headers = { "cache-control": `public, max-age=${fresh}` };
      switch (query.format) {
        case "json":
          sendJson(req, res, 200, statistics, headers);
          break;
        case "csv":
          send(req, res, 200, csvOf(statistics), { ...headers, "content-type": "text/csv; charset=utf-8" });
          break;
        case "html": {
          const { searchParams } = new URL(req.url, service.baseUrl);
          searchParams.set("format", "csv");
          send(req, res, 200, statisticsPage(statistics, `statistics?${searchParams}`), {
            ...headers,
            "content-type": html,
          });
        }
      }
    },
  };
}

async function readStatistics(
  { store, baseUrl, answerCounts }: Service,
  query: Query,
): Promise<StatisticsView> {
  const { from, to, by } = query;
  const part = partOf(query);
  return askAtMoment(store, async (view, moment) => {
    const span = spanOf(from, to, by, moment.at);
    const answers =
      part.kind === "all" && answerCounts !== undefined
        ? await answerCounts.between(span.from, span.to)
        : null;
    const statistics = await statisticsOf(view, { part, span, by }, answers);
    return { ...statistics, asOf: presenter(view, moment, baseUrl).asOf() };
  });
}

function partOf({ scheme, prefix }: Query): Part {
  if (scheme === undefined && prefix === undefined) return { kind: "all" };
  if (scheme === undefined || !isLedgerScheme(scheme)) {
    throw new ResolverError("RESOLVER_INVALID_QUERY", "That is no scheme of the ledger.", {
      hint: "Give gs1, handle, oid, did or aas; with a prefix, its scheme too.",
      details: { parameter: "scheme" },
    });
  }
  return prefix === undefined ? { kind: "scheme", scheme } : { kind: "namespace", scheme, prefix };
}

const operation: Route["operation"] = {
  tags: ["Operation"],
  summary: "Statistics",
  description:
    "Registrations, delegations, parties, twins, rights and changes of hands by day or month, as the ledger's blocks have it; who held something at " +
    "the end of each; and how many resolutions this resolver answered, by protocol. All of it is public already: the chain has the one, `/metrics` the other.",
  request: { query: querySchema },
  responses: {
    200: {
      description: "The statistics.",
      content: {
        "application/json": { schema: statisticsSchema },
        "text/csv": { schema: z.string() },
        "text/html": { schema: z.string() },
      },
    },
    400: problemContent("A malformed query, or a period that is none or too long."),
    404: problemContent("There is no such namespace."),
    503: problemContent("The index is not ready."),
  },
};
