/** `POST /v1/resolve`: many identifiers at once, of one moment. */

import type { IncomingMessage } from "node:http";
import { setImmediate } from "node:timers/promises";
import { z } from "zod";
import { CadastreError } from "../../errors/cadastreError.js";
import { parseIdentifier, schemes } from "../../identifiers/index.js";
import { askAs } from "../auth/context.js";
import { anybody, ofCallers } from "../auth/operations.js";
import { ResolverError } from "../errors.js";
import { bodyOf } from "../http/body.js";
import { isCallersFault, problemDocument } from "../http/problem.js";
import { problemContent, problemSchema } from "../http/problemSchema.js";
import { queryOf } from "../http/query.js";
import type { Route } from "../http/route.js";
import { send } from "../http/send.js";
import { atQuery } from "../resolution/at.js";
import type { Service } from "../service.js";
import { type Asker, answerToCaller, askerOf } from "./callerAnswer.js";
import { presenter } from "./present.js";
import { resolvePath } from "./resolveRoute.js";
import { asOfSchema, claimsSchema, memberResolutionSchema, resolutionSchema } from "./schema.js";
import { sealedResolutionSchema } from "./sealedSchema.js";
import { jsonType, momentField } from "./sendAnswer.js";

const mostIdentifiers = 1000;
const mostBodyBytes = 1024 * 1024;
/** Characters of the answers from which on the identifiers that are left have to be asked for again. */
const mostAnswerLength = 8 * 1024 * 1024;
/** Identifiers after which other callers have their turn. */
const turn = 20;

const bulkSchema = z.strictObject({
  identifiers: z
    .array(
      z.strictObject({
        id: z.string().meta({ description: "As it is printed.", example: "(01)09506000134352(21)4711" }),
        scheme: z.enum(schemes).optional().meta({ description: "Read it as one of this scheme." }),
      }),
    )
    .min(1)
    .max(mostIdentifiers),
});

type Asked = z.infer<typeof bulkSchema>["identifiers"][number];

/** @param base Public address of the resolver, as a request came to it. */
export function bulkRoute(service: Service, base: (req: IncomingMessage) => string): Route {
  return {
    path: resolvePath,
    method: "post",
    maxBodyBytes: mostBodyBytes,
    operation,
    handle: async (req, res) => {
      const { at } = queryOf(req.url, atQuery);
      const { identifiers } = bodyOf(bulkSchema, req.body);
      const { results, asOf } = await askAs(
        service,
        req,
        async (context) => {
          const present = presenter(context.view, context.moment, base(req));
          const asker = askerOf(service, context, present);
          return { results: await resultsOf(identifiers, asker), asOf: present.asOf() };
        },
        at,
      );
      send(req, res, 200, `{"results":[${results.join(",")}],"asOf":${JSON.stringify(asOf)}}`, {
        "content-type": jsonType,
        "cadastre-as-of": momentField(asOf),
        "cache-control": "no-store",
      });
    },
  };
}

/** Each as JSON, so that what is held of them is bounded by what is sent. */
async function resultsOf(identifiers: readonly Asked[], asker: Asker): Promise<readonly string[]> {
  const results: string[] = [];
  let length = 0;
  for (const [index, asked] of identifiers.entries()) {
    const full = length > mostAnswerLength;
    const result = JSON.stringify(full ? refused(asked.id, answerFull()) : await resultOf(asked, asker));
    length += full ? 0 : result.length;
    results.push(result);
    if ((index + 1) % turn === 0) await setImmediate();
  }
  return results;
}

/** What `GET /v1/resolve` would answer; the moment stands once for all. */
async function resultOf({ id, scheme }: Asked, asker: Asker) {
  try {
    const identifier = parseIdentifier(id, { scheme });
    const { status, body } = (await answerToCaller(asker, id, identifier)).answer;
    return { id, status, body: withoutMoment(body) };
  } catch (error) {
    if (error instanceof CadastreError && isCallersFault(error)) return refused(id, error);
    throw error;
  }
}

function refused(id: string, error: CadastreError) {
  const document = problemDocument(error);
  return { id, status: document.status, body: withoutMoment(document) };
}

function withoutMoment({ asOf: _, ...content }: { readonly [name: string]: unknown }): object {
  return content;
}

function answerFull(): ResolverError {
  return new ResolverError(
    "RESOLVER_ANSWER_FULL",
    "The answers before this one are as many as one answer holds.",
    {
      hint: "Ask for this identifier again, with those that follow.",
    },
  );
}

const resultSchema = z
  .strictObject({
    id: z.string().meta({ description: "As it was asked for.", example: "(01)09506000134352(21)4711" }),
    status: z.number().int().meta({ description: "Status with which GET would answer.", example: 200 }),
    body: z
      .union([
        resolutionSchema.omit({ asOf: true }),
        memberResolutionSchema.omit({ asOf: true }),
        sealedResolutionSchema.omit({ asOf: true }),
        claimsSchema.omit({ asOf: true }),
        problemSchema.omit({ instance: true }),
      ])
      .meta({ description: "What GET would answer, without its moment." }),
  })
  .meta({ id: "BulkResult" });

export const bulkAnswerSchema = z
  .strictObject({
    results: z.array(resultSchema).meta({ description: "In the order asked." }),
    asOf: asOfSchema,
  })
  .meta({ id: "BulkAnswer" });

const operation: Route["operation"] = {
  tags: ["Resolution"],
  summary: "Resolve many identifiers",
  description:
    `Up to ${mostIdentifiers} in a body of at most 1 MiB, all of one moment. Each result has the status and body that \`GET\` ` +
    "would answer; an identifier that is malformed or unknown has a problem in its place and refuses no other.",
  security: anybody,
  request: {
    query: atQuery,
    body: { required: true, content: { "application/json": { schema: bulkSchema } } },
  },
  responses: {
    200: {
      description: "A result for each identifier, in the order asked.",
      content: { "application/json": { schema: bulkAnswerSchema } },
    },
    ...ofCallers,
    404: problemContent("The index knows no such moment."),
    400: problemContent("The body is no JSON, or not what is described."),
    413: problemContent("The body is too large."),
    415: problemContent("The body is not declared to be plain JSON."),
    503: problemContent("The index is not ready."),
  },
};
