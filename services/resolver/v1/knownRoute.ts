/** `POST /v1/known`: which of many identifiers are registered already, for whoever is about to register them. */
import { setImmediate } from "node:timers/promises";
import { z } from "zod";
import { ledgerSchemes } from "../../identifiers/identifier.js";
import { isLedgerIdentifier, parseIdentifier } from "../../identifiers/index.js";
import {
  batchWays,
  type Known,
  type KnownMember,
  memberStatuses,
} from "../../importers/registration/known.js";
import { linksetSchema } from "../../ledger/linkset.js";
import { askAs } from "../auth/context.js";
import { anybody, ofCallers } from "../auth/operations.js";
import { bodyOf } from "../http/body.js";
import { problemContent } from "../http/problemSchema.js";
import { queryOf } from "../http/query.js";
import type { Route } from "../http/route.js";
import { send } from "../http/send.js";
import { knowing } from "../resolution/known.js";
import type { Service } from "../service.js";
import { presenter } from "./present.js";
import { asOfSchema } from "./schema.js";
import { jsonType, momentField } from "./sendAnswer.js";

const mostIdentifiers = 4_096;
const mostBodyBytes = 1024 * 1024;
/** Identifiers after which other callers have their turn. */
const turn = 256;

const bodySchema = z.strictObject({
  scheme: z.enum(ledgerSchemes),
  identifiers: z
    .array(z.string().meta({ description: "Canonical.", example: "01/09506000134352/21/4711" }))
    .min(1)
    .max(mostIdentifiers),
});

const nothing = z.strictObject({});

export function knownRoute(service: Service): Route {
  const lists = service.manifests?.index;
  return {
    path: "/v1/known",
    method: "post",
    maxBodyBytes: mostBodyBytes,
    operation,
    handle: async (req, res) => {
      queryOf(req.url, nothing);
      const { scheme, identifiers } = bodyOf(bodySchema, req.body);
      const answer = await askAs(service, req, async ({ view, moment }) => {
        const knownOf = await knowing(view, lists, moment.at);
        const { known, batches }: Found = { known: {}, batches: {} };
        for (const [place, text] of identifiers.entries()) {
          const identifier = parseIdentifier(text, { scheme });
          const one = isLedgerIdentifier(identifier) ? knownOf(identifier) : null;
          if (one?.kind === "member") {
            const { way, owner, links, ...member } = one;
            known[place] = member;
            batches[one.batch] ??= { way, owner, links };
          } else if (one !== null) known[place] = one;
          if ((place + 1) % turn === 0) await setImmediate();
        }
        return { known, batches, asOf: presenter(view, moment, service.baseUrl).asOf() };
      });
      send(req, res, 200, JSON.stringify(answer), {
        "content-type": jsonType,
        "cadastre-as-of": momentField(answer.asOf),
        "cache-control": "no-store",
      });
    },
  };
}

interface Found {
  readonly known: Record<string, Exclude<Known, KnownMember> | Omit<KnownMember, keyof KnownBatch>>;
  /** Once for all of their members. */
  readonly batches: Record<string, KnownBatch>;
}
type KnownBatch = Pick<KnownMember, "way" | "owner" | "links">;

const word = z.string().regex(/^0x[0-9a-f]{64}$/);
const knownView = z
  .union([
    z.strictObject({ kind: z.literal("record").meta({ description: "It has a record, whosever it is." }) }),
    z.strictObject({
      kind: z.literal("reserved").meta({ description: "It lies in a range that is kept free." }),
      range: word.meta({ description: "Id of the reservation." }),
    }),
    z.strictObject({
      kind: z
        .literal("member")
        .meta({ description: "It is a member of a batch, without a record of its own." }),
      batch: word.meta({ description: "Batch id." }),
      index: z.string().meta({ description: "Place in the batch, from 0; decimal digits.", example: "41" }),
      status: z.enum(memberStatuses).meta({ description: "What the member counts for." }),
    }),
  ])
  .meta({ id: "Known" });

export const knownAnswerSchema = z
  .strictObject({
    known: z.record(z.string(), knownView).meta({
      description:
        "By their places in what was asked, from 0: those that are registered. What is not there is free.",
    }),
    batches: z
      .record(
        z.string(),
        z.strictObject({
          way: z.enum(batchWays).meta({ description: "How the batch names its members." }),
          owner: z.string().meta({ description: "Who owns the batch." }),
          links: linksetSchema.meta({ description: "Links that its list has for all of its members." }),
        }),
      )
      .meta({ description: "The batches of those members, by their ids." }),
    asOf: asOfSchema,
  })
  .meta({ id: "KnownAnswer" });

const operation: Route["operation"] = {
  tags: ["Resolution"],
  summary: "Ask which of many identifiers are registered",
  description:
    `Up to ${mostIdentifiers} of one scheme, in their canonical form, in a body of at most 1 MiB. Says of each that is registered ` +
    "how: by a record of its own, in a range, in a list that this resolver has. An import asks so, that no identifier is issued twice.",
  security: anybody,
  request: { body: { required: true, content: { "application/json": { schema: bodySchema } } } },
  responses: {
    200: {
      description: "Those that are registered.",
      content: { "application/json": { schema: knownAnswerSchema } },
    },
    ...ofCallers,
    400: problemContent("The body is no JSON, or not what is described, or an identifier is malformed."),
    413: problemContent("The body is too large."),
    415: problemContent("The body is not declared to be plain JSON."),
    503: problemContent("The index is not ready."),
  },
};
