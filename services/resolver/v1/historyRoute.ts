/** `/v1/assets/{kind}/{id}/history`: how a thing came to be what it is. */
import type { Request } from "express";
import { z } from "zod";
import {
  addressSchema,
  hashSchema,
  toBatchId,
  toGrantId,
  toNamespaceId,
  toRecordId,
  toSealedId,
  toTwinId,
} from "../../ledger/hex.js";
import type { Thing } from "../../store/model.js";
import { ResolverError } from "../errors.js";
import { problemContent } from "../http/problemSchema.js";
import { queryOf } from "../http/query.js";
import type { Route } from "../http/route.js";
import { atParameter } from "../resolution/at.js";
import type { Service } from "../service.js";
import { answer } from "./answer.js";
import { type HistoryView, historySchema } from "./historySchema.js";
import { versionView } from "./presentHistory.js";

const thingKinds = ["record", "sealed", "twin", "namespace", "batch", "party", "grant"] as const;

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
      const thing = thingOf(req);
      await answer(service, req, res, at, ({ store, moment, present }): HistoryView => {
        const { items, next } = store.historyOf(thing, moment.checkpoint.number, { after });
        if (items.length === 0 && after === undefined) throw unknown(thing);
        return {
          thing: { ...thing },
          items: items.map((version) => versionView(present, version)),
          next,
          asOf: present.asOf(),
        };
      });
    },
  };
}

function thingOf({ params: { kind, id } }: Request): Thing {
  const known = thingKinds.find((one) => one === kind);
  if (known === undefined) throw invalid("kind", `Kinds are ${thingKinds.join(", ")}.`);
  if (known === "party") {
    const address = addressSchema.safeParse(id);
    if (address.success) return { kind: known, id: address.data };
    throw invalid("id", "A party is named by its address: 0x and 40 hexadecimal digits.");
  }
  const word = hashSchema.safeParse(id);
  if (!word.success) throw invalid("id", "Give 0x and 64 hexadecimal digits.");
  switch (known) {
    case "record":
      return { kind: known, id: toRecordId(word.data) };
    case "sealed":
      return { kind: known, id: toSealedId(word.data) };
    case "twin":
      return { kind: known, id: toTwinId(word.data) };
    case "namespace":
      return { kind: known, id: toNamespaceId(word.data) };
    case "batch":
      return { kind: known, id: toBatchId(word.data) };
    case "grant":
      return { kind: known, id: toGrantId(word.data) };
  }
}

function invalid(parameter: "kind" | "id", hint: string): ResolverError {
  return new ResolverError("RESOLVER_INVALID_QUERY", `That is not the ${parameter} of a thing.`, {
    hint,
    details: { parameter },
  });
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
    params: z.object({
      kind: z.enum(thingKinds),
      id: z.string().meta({
        description: "Its id, or a party's address.",
        example: "0x1c8aff950685c2ed4bc3174f3472287b56d9517b9c948127319a09a7a36deac8",
      }),
    }),
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
