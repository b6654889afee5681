/** `GET /v1/resolve`: one identifier, for programs and, as a page, for people. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { RequestHandler } from "express";
import { z } from "zod";
import type { CadastreError } from "../../errors/cadastreError.js";
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import { isLedgerIdentifier, parseIdentifier, schemes } from "../../identifiers/index.js";
import type { EntityView } from "../../store/view.js";
import { anonymous } from "../auth/caller.js";
import { askAs, isAnonymous, type RequestContext } from "../auth/context.js";
import { anybody, ofCallers } from "../auth/operations.js";
import { html } from "../http/page.js";
import { preferredType } from "../http/preferences.js";
import { type ErrorForm, problemDocument, problemHeaders, sendProblem } from "../http/problem.js";
import { problemContent } from "../http/problemSchema.js";
import { queryOf, rawQuery } from "../http/query.js";
import type { Route } from "../http/route.js";
import { type Headers, send, sendTagged } from "../http/send.js";
import { sealedAgrees } from "../proofs/agreement.js";
import { type Provable, provableBy, provableOf, provenOf } from "../proofs/found.js";
import { sealedQuestion } from "../proofs/identifierQuestions.js";
import { atParameter } from "../resolution/at.js";
import { type Moment, readAtMoment } from "../resolution/moment.js";
import { type Membership, type Resolution, resolve } from "../resolution/resolve.js";
import type { Service } from "../service.js";
import type { OpenedSealed } from "../visibility/sealed.js";
import { onceThere } from "../waiting/work.js";
import { cachingFor } from "./answer.js";
import { answerToCaller, askerOf, type CallerAnswer } from "./callerAnswer.js";
import { answerPage, problemPage } from "./page.js";
import { presenter } from "./present.js";
import { type Answer, answerTo, type Found } from "./resolveAnswer.js";
import { claimsSchema, memberResolutionSchema, resolutionSchema } from "./schema.js";
import { sealedResolutionSchema } from "./sealedSchema.js";
import { jsonType, momentField, notModified, sendAnswer, sendProven, tagOf } from "./sendAnswer.js";

export const resolvePath = "/v1/resolve";

/** Longest identifier that is read: the longest canonical one, wholly percent-encoded, in a URL of its own. */
const maxIdentifierLength = 8192;

/** What one identifier is asked by. */
export const askedSchema = z.strictObject({
  id: z
    .string()
    .min(1)
    .max(maxIdentifierLength)
    .meta({
      description:
        "The identifier as it is printed: a GS1 Digital Link URI or element string, a handle or DOI, an OID, a DID, " +
        "`aas:OWNER/NAME/VALUE`, a UUID, or any other absolute URI.",
      example: "https://example.com/01/09506000134352/21/4711",
    }),
  scheme: z.enum(schemes).optional().meta({
    description: "Read the identifier as one of this scheme, where its form alone leaves that open.",
  }),
  at: atParameter,
});

const querySchema = askedSchema.extend({
  proof: z.literal("1").optional().meta({
    description:
      "Answer with the proof of the record, or of the membership, for the same block. A page has a link to it instead.",
  }),
});

/** @param base Public address of the resolver, as a request came to it. */
export function resolveRoute(service: Service, base: (req: IncomingMessage) => string): Route {
  const lists = service.manifests?.index;
  const handle: RequestHandler = (req, res) => {
    const { id, scheme, at, proof } = queryOf(req.url, querySchema);
    const asPage = wantsPage(req);
    const withProof = proof !== undefined && !asPage;
    const identifier = parseIdentifier(id, { scheme });
    const baseUrl = base(req);
    const answerOf = (
      { view, moment, caller }: Pick<RequestContext, "moment" | "caller"> & { readonly view: EntityView },
      { answer, found, opened }: CallerAnswer,
    ) => ({
      ...answer,
      caching: cachingFor(caller, moment),
      provable: !withProof
        ? null
        : opened !== null && isLedgerIdentifier(identifier)
          ? sealedProvable(view, moment, identifier, opened)
          : isFound(found)
            ? provableOf(view, lists, moment, found)
            : null,
    });
    // What comes most often is answered at once: what everybody gets, of an identifier that takes no list.
    const answerPlainly = (plain: LedgerIdentifier) => {
      const ask = (view: EntityView, moment: Moment) => {
        const found = resolve(view, lists, plain, moment.at);
        const answer = answerTo(id, plain, found, presenter(view, moment, baseUrl));
        return answerOf({ view, moment, caller: anonymous }, { answer, found, opened: null });
      };
      return readAtMoment(service.store, ask, at);
    };
    const answered =
      isLedgerIdentifier(identifier) && isAnonymous(req)
        ? answerPlainly(identifier)
        : askAs(
            service,
            req,
            async (context) => {
              const present = presenter(context.view, context.moment, baseUrl);
              const asker = askerOf(service, context, present);
              return answerOf(context, await answerToCaller(asker, id, identifier));
            },
            at,
          );
    return onceThere(answered, (answer) => {
      const { status, body, caching, provable } = answer;
      const headers = { ...caching, vary: `${vary.vary}, ${caching.vary}` };
      if (asPage) return sendPage(req, res, answer, headers);
      if (provable !== null)
        return provenOf(service, provable).then((proven) => sendProven(req, res, body, proven, headers));
      if (status === 200) return sendAnswer(req, res, body, headers);
      // What a caller has to choose among has no tag.
      return send(req, res, 300, JSON.stringify(body), { "content-type": jsonType, ...headers });
    });
  };
  return { path: resolvePath, remembered: true, operation, handle };
}

const isFound = (found: Found): found is Resolution | Membership =>
  found.kind === "resolution" || found.kind === "member";

function sealedProvable(
  view: EntityView,
  moment: Moment,
  { canonical }: LedgerIdentifier,
  { record, salt, disclosed: content }: OpenedSealed,
): Provable {
  const question = sealedQuestion(view, record.id, { identifier: canonical, salt, content });
  return provableBy(view, moment, question, sealedAgrees(record));
}

/** Two representations at one address. */
const representations = ["application/json", "text/html"] as const;
const vary = { vary: "Accept" };

/** Whether the caller likes a page better than JSON. */
function wantsPage({ headers }: IncomingMessage): boolean {
  return preferredType(headers.accept, representations) === "text/html";
}

function sendPage(
  req: IncomingMessage,
  res: ServerResponse,
  { status, body }: Answer,
  caching: Headers,
): void {
  const { asOf, ...content } = body;
  const headers = { "content-type": html, "cadastre-as-of": momentField(asOf), ...caching };
  const page = answerPage(body);
  if (status === 300) send(req, res, status, page, headers);
  else sendTagged(req, res, page, { ...headers, etag: tagOf(JSON.stringify(content), html) });
}

/** Errors of this address: a page for who likes one better than a problem document. */
export const resolveErrors: ErrorForm = {
  at: /^\/v1\/resolve$/,
  status: (error) => problemDocument(error).status,
  send: (req, res, error) => {
    if (req.method === "POST" || !wantsPage(req)) sendProblem(req, res, error, vary);
    else sendProblemPage(req, res, error);
  },
};

function sendProblemPage(req: IncomingMessage, res: ServerResponse, error: CadastreError): void {
  const document = problemDocument(error);
  const headers = { "content-type": html, ...problemHeaders(document.status), ...vary };
  const input = new URLSearchParams(rawQuery(req.url ?? "")).get("id") ?? "";
  send(req, res, document.status, problemPage(document, input), headers);
}

const page = { "text/html": { schema: z.string() } };

const operation: Route["operation"] = {
  tags: ["Resolution"],
  summary: "Resolve an identifier",
  description:
    "What it was understood as and where it is served, whose it is, what it stands for, where its links lead, and who may do " +
    "what with its data: all of one moment of the chain, which `asOf` names. Addresses, ids and hashes are lower-case " +
    "hexadecimal, times are Unix seconds. `Accept: text/html` answers a page. Callers who say who they are see what they have a " +
    "right to besides: protected links, and identifiers with a sealed record.",
  security: anybody,
  request: { query: querySchema },
  responses: {
    200: {
      description:
        "What the ledger says. Suspended and retired records are shown too, with their status. `record` is null where the " +
        "identifier is one of a range that was issued as a batch and has no record of its own.",
      content: {
        "application/json": {
          schema: z.union([resolutionSchema, memberResolutionSchema, sealedResolutionSchema]),
        },
        ...page,
      },
    },
    300: {
      description: "Several parties claim the UUID or URI.",
      content: { "application/json": { schema: claimsSchema }, ...page },
    },
    ...notModified,
    ...ofCallers,
    400: problemContent("Malformed identifier or query: `code` says which rule, `position` where."),
    404: problemContent(
      "Nobody has registered it. `authority` says who could; `nearest` is a coarser level that is known.",
    ),
    500: problemContent("With `proof=1`: the ledger's state is not what the index says."),
    503: problemContent("The index is not ready."),
  },
};
