/** `/v1/freezes`: what the supervision holds frozen. */
import { z } from "zod";
import { problemContent } from "../http/problemSchema.js";
import { queryOf } from "../http/query.js";
import type { Route } from "../http/route.js";
import { atParameter } from "../resolution/at.js";
import type { Service } from "../service.js";
import { answer } from "./answer.js";
import { type FreezesView, freezesSchema } from "./schema.js";
import { notModified } from "./sendAnswer.js";

const querySchema = z.strictObject({
  after: z
    .string()
    .regex(/^[0-9a-f]{66}$/, "not a cursor")
    .optional()
    .meta({ description: "`next` of the page before." }),
  at: atParameter,
});

export function freezesRoute(service: Service): Route {
  return {
    path: "/v1/freezes",
    operation: {
      tags: ["Supervision"],
      summary: "All that is frozen",
      description:
        "Freezes in force: on which thing, by which office, for which reason, under which order. Up to 100 things a page.",
      request: { query: querySchema },
      responses: {
        200: {
          description: "Freezes, by kind and id of the thing.",
          content: { "application/json": { schema: freezesSchema } },
        },
        ...notModified,
        400: problemContent("Malformed query."),
        404: problemContent("The index knows no such moment."),
        503: problemContent("The index is not ready."),
      },
    },
    handle: async (req, res) => {
      const { after, at } = queryOf(req.url, querySchema);
      await answer(service, req, res, at, async ({ view, present }): Promise<FreezesView> => {
        const { items, next } = await view.frozenThings({ after });
        return { freezes: present.freezes(items), next, asOf: present.asOf() };
      });
    },
  };
}
