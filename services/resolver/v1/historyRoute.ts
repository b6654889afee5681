/** `/v1/assets/{kind}/{id}/history`: how a thing came to be what it is. */
import { z } from "zod";
import type { Thing } from "../../store/model.js";
import { ResolverError } from "../errors.js";
import { problemContent } from "../http/problemSchema.js";
import { queryOf } from "../http/query.js";
import type { Route } from "../http/route.js";
import { thing, thingParameters } from "../http/things.js";
import { atParameter } from "../resolution/at.js";
import type { Service } from "../service.js";
import { answer } from "./answer.js";
import { type HistoryView, historySchema } from "./historySchema.js";
import { versionView } from "./presentHistory.js";

const querySchema = z.strictObject({
  after: z
    .string()
    .regex(/^(?:0|[1-9][0-9]{0,8})$/, "not a cursor")
    .optional()
    .meta({ description: "`next` of the page before." }),
  at: atParameter,
});

export function historyRoute(service: Service): Route {
  return {
    path: "/v1/assets/{kind}/{id}/history",
    operation,
    handle: async (req, res) => {
      const { after, at } = queryOf(req.url, querySchema);
      const of = thing(String(req.params.kind), String(req.params.id));
      await answer(service, req, res, at, ({ store, moment, present }): HistoryView => {
        const { items, next } = store.historyOf(of, moment.checkpoint.number, { after });
        if (items.length === 0 && after === undefined) throw unknown(of);
        return {
          thing: { ...of },
          items: items.map((version) => versionView(present, version)),
          next,
          asOf: present.asOf(),
        };
      });
    },
  };
}

function unknown({ kind }: Thing): ResolverError {
  return new ResolverError("RESOLVER_UNKNOWN_THING", `There is no such ${kind}.`, { hint: "Check the id." });
}

const operation: Route["operation"] = {
  tags: ["History"],
  summary: "Every change of a thing",
  description:
    "Of a record, sealed record, twin, namespace, batch, party or grant: which blocks changed it, by which transactions, what " +
    "was before and after, and whose it was then. What several transactions of one block did is one change. Up to 100 a page, " +
    "oldest first.",
  request: {
    params: thingParameters,
    query: querySchema,
  },
  responses: {
    200: {
      description: "A page of its history.",
      content: { "application/json": { schema: historySchema } },
    },
    400: problemContent("Not a kind or an id, or a malformed query."),
    404: problemContent("There is no such thing."),
    503: problemContent("The index is not ready."),
  },
};
