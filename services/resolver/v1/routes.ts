/** `/v1`: the ledger's own interface to the resolver. */
import type { RequestHandler } from "express";
import { z } from "zod";
import {
  type Identifier,
  type LedgerIdentifier,
  ledgerSchemes,
  selfAssertedSchemes,
} from "../../identifiers/identifier.js";
import { isLedgerIdentifier, parseIdentifier } from "../../identifiers/index.js";
import type { EntityView } from "../../store/view.js";
import { ResolverError } from "../errors.js";
import { problemContent } from "../http/problemSchema.js";
import { queryOf } from "../http/query.js";
import type { Route } from "../http/route.js";
import { sendJson } from "../http/send.js";
import { atParameter } from "../resolution/at.js";
import { askAtMoment, type Moment, readAtMoment } from "../resolution/moment.js";
import {
  type Claims,
  type Membership,
  type Resolution,
  resolve,
  resolveClaims,
  type Unknown,
} from "../resolution/resolve.js";
import type { Service } from "../service.js";
import { cachingOf } from "./answer.js";
import { batchRoute } from "./batchRoute.js";
import { evidenceRoute } from "./evidence.js";
import { freezesRoute } from "./freezes.js";
import { historyRoute } from "./historyRoute.js";
import { namespaceRoutes } from "./namespaceRoutes.js";
import { partyRoute } from "./partyRoute.js";
import { type Presenter, presenter } from "./present.js";
import { rightsRoutes } from "./rightsRoutes.js";
import { rolesRoute } from "./rolesRoute.js";
import { type AuthorityView, claimsSchema, memberResolutionSchema, resolutionSchema } from "./schema.js";
import { sealedRoute } from "./sealedRoute.js";
import { twinRoutes } from "./twinRoutes.js";

/** Longest identifier that is read: the longest canonical one, wholly percent-encoded, in a URL of its own. */
const maxIdentifierLength = 8192;

const querySchema = z.strictObject({
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
  scheme: z
    .enum([...ledgerSchemes, ...selfAssertedSchemes])
    .optional()
    .meta({
      description: "Read the identifier as one of this scheme, where its form alone leaves that open.",
    }),
  at: atParameter,
});

export function v1Routes(service: Service): readonly Route[] {
  return [
    { path: "/v1/resolve", operation, handle: handler(service) },
    partyRoute(service),
    ...namespaceRoutes(service),
    batchRoute(service),
    sealedRoute(service),
    freezesRoute(service),
    evidenceRoute(service),
    ...twinRoutes(service),
    rolesRoute(service),
    ...rightsRoutes(service),
    historyRoute(service),
  ];
}

function handler({ store, baseUrl }: Service): RequestHandler {
  return async (req, res) => {
    const { id, scheme, at } = queryOf(req.url, querySchema);
    const identifier = parseIdentifier(id, scheme === undefined ? {} : { scheme });
    const answer = (view: EntityView, moment: Moment, found: Found) => ({
      ...answerOf(id, identifier, found, presenter(view, moment, baseUrl)),
      headers: cachingOf(moment),
    });
    const found = (view: EntityView, moment: Moment, ledger: LedgerIdentifier) =>
      answer(view, moment, resolve(view, ledger, moment.at));
    const present = at === undefined && isLedgerIdentifier(identifier);
    const { status, body, headers } = present
      ? readAtMoment(store, (view, moment) => found(view, moment, identifier))
      : await askAtMoment(
          store,
          async (view, moment) =>
            isLedgerIdentifier(identifier)
              ? found(view, moment, identifier)
              : answer(view, moment, await resolveClaims(view, identifier, moment.at)),
          at,
        );
    sendJson(req, res, status, body, headers);
  };
}

type Found = Resolution | Membership | Unknown | Claims;

function answerOf(input: string, identifier: Identifier, found: Found, present: Presenter) {
  switch (found.kind) {
    case "resolution":
      return { status: 200, body: present.resolution(input, identifier, found) };
    case "member":
      return { status: 200, body: present.member(input, identifier, found) };
    case "claims":
      return { status: 300, body: present.claims(input, identifier, found.claims) };
    case "unknown":
      throw unknownIdentifier(identifier, found, present);
  }
}

function unknownIdentifier(identifier: Identifier, unknown: Unknown, present: Presenter): ResolverError {
  const { authority, nearest } = unknown;
  const holder = authority === null ? null : present.authority(authority);
  return new ResolverError("RESOLVER_UNKNOWN_IDENTIFIER", `Nobody has registered ${identifier.canonical}.`, {
    hint: whoMay(holder),
    details: {
      scheme: identifier.scheme,
      canonical: identifier.canonical,
      authority: holder,
      nearest: nearest?.canonical ?? null,
      asOf: present.asOf(),
    },
  });
}

function whoMay(authority: AuthorityView | null): string {
  if (authority === null) return "Check the identifier; any party can claim it in its own aas namespace.";
  if (authority.status !== "live")
    return `Check the identifier; the namespace it belongs to ${authority.status === "suspended" ? "is suspended" : "has lapsed"}.`;
  if (!authority.mayIssue)
    return "Check the identifier; the namespace it belongs to delegates longer prefixes only, and has not delegated this one.";
  return `Check the identifier, or ask ${authority.holder.name ?? authority.holder.address}, who may register it.`;
}

const operation: Route["operation"] = {
  tags: ["Resolution"],
  summary: "Resolve an identifier",
  description:
    "Whose it is, what it stands for, where its links lead, and who may do what with its data: all of one moment of the " +
    "chain, which `asOf` names. Addresses, ids and hashes are lower-case hexadecimal, times are Unix seconds.",
  request: { query: querySchema },
  responses: {
    200: {
      description:
        "What the ledger says. Suspended and retired records are shown too, with their status. `record` is null where the " +
        "identifier is one of a range that was issued as a batch and has no record of its own.",
      content: { "application/json": { schema: z.union([resolutionSchema, memberResolutionSchema]) } },
    },
    300: {
      description: "Several parties claim the UUID or URI.",
      content: { "application/json": { schema: claimsSchema } },
    },
    400: problemContent("Malformed identifier or query: `code` says which rule, `position` where."),
    404: problemContent(
      "Nobody has registered it. `authority` says who could; `nearest` is a coarser level that is known.",
    ),
    503: problemContent("The index is not ready."),
  },
};
