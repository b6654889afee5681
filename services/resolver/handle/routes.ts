/** Handles: the HTTP API of the public Handle proxies, and their redirects. */

import type { IncomingMessage } from "node:http";
import type { RequestHandler } from "express";
import { z } from "zod";
import type { HandleIdentifier } from "../../identifiers/identifier.js";
import type { EntityView } from "../../store/view.js";
import { ResolverError } from "../errors.js";
import { contentDigest } from "../http/etag.js";
import { problemContent } from "../http/problemSchema.js";
import { publicBase, type Trusts } from "../http/publicBase.js";
import type { Route } from "../http/route.js";
import { sendEmpty, sendTagged } from "../http/send.js";
import type { Lists } from "../resolution/members.js";
import { readAtMoment } from "../resolution/moment.js";
import { type Membership, type Resolution, resolve } from "../resolution/resolve.js";
import type { Service } from "../service.js";
import { apiStem, responseCodes } from "./errorForm.js";
import { handleText, parseHandleText, parseWanted, redirectPattern } from "./request.js";
import { handleErrorSchema, handleSchema } from "./schema.js";
import { lastChange, urlValue, valuesOf, wantedValues } from "./values.js";

/** Records change with the chain: a cache asks again. */
const revalidate = { "cache-control": "no-cache" };

/** @param trusts Whether what an address says of the resolver's own is to be believed. */
export function handleRoutes(service: Service, trusts: Trusts): readonly Route[] {
  return [
    {
      path: "/api/handles/{handle}",
      pattern: /^\/api\/handles\/.*$/,
      operation: apiOperation,
      handle: apiHandler(service),
    },
    {
      path: "/{handle}",
      pattern: redirectPattern,
      operation: redirectOperation,
      handle: redirectHandler(service, (req) => publicBase(service, req, trusts)),
    },
  ];
}

/** @throws ResolverError RESOLVER_UNKNOWN_IDENTIFIER */
function find(
  view: EntityView,
  lists: Lists,
  identifier: HandleIdentifier,
  at: number,
): Resolution | Membership {
  const found = resolve(view, lists, identifier, at);
  if (found.kind !== "unknown") return found;
  throw new ResolverError("RESOLVER_UNKNOWN_IDENTIFIER", `Nobody has registered ${identifier.canonical}.`, {
    hint: "Check the handle; /v1/resolve tells who has authority over it.",
    details: { canonical: identifier.canonical },
  });
}

function apiHandler({ store, manifests, baseUrl }: Service): RequestHandler {
  return (req, res) => {
    const handle = handleText(req.url, apiStem);
    const identifier = parseHandleText(handle);
    const wanted = parseWanted(req.url);
    const { all, block } = readAtMoment(store, (view, { chainId, at }) => {
      const found = find(view, manifests?.index, identifier, at);
      return { all: valuesOf(found, { chainId, baseUrl }), block: lastChange(found).block };
    });
    const values = wantedValues(all, wanted);
    const responseCode = values.length > 0 ? responseCodes.success : responseCodes.valuesNotFound;
    const body = JSON.stringify({ responseCode, handle, values });
    sendTagged(req, res, body, {
      "content-type": "application/json; charset=utf-8",
      etag: `"${contentDigest(body)}.${block}"`,
      ...revalidate,
    });
  };
}

function redirectHandler(
  { store, manifests }: Service,
  base: (req: IncomingMessage) => string,
): RequestHandler {
  return (req, res) => {
    const baseUrl = base(req);
    const handle = handleText(req.url, "/");
    const identifier = parseHandleText(handle);
    const location = readAtMoment(store, (view, { at }) => {
      const found = find(view, manifests?.index, identifier, at);
      return urlValue(found) ?? refuse(identifier, found);
    });
    const record = `${baseUrl}/v1/resolve?id=${encodeURIComponent(identifier.canonical)}&scheme=handle`;
    sendEmpty(req, res, 302, {
      location,
      link: [
        `<${baseUrl}${apiStem}${encodeURIComponent(handle)}>; rel="alternate"; type="application/json"`,
        `<${record}>; rel="describedby"; type="application/json"`,
      ].join(", "),
      ...revalidate,
    });
  };
}

function refuse({ canonical }: HandleIdentifier, found: Resolution | Membership): never {
  const status = found.kind === "resolution" ? found.status : found.member.status;
  const details = { canonical, recordStatus: status };
  const hint = `Ask ${apiStem}${encodeURIComponent(canonical)} for its values.`;
  switch (status) {
    case "active":
      throw new ResolverError("RESOLVER_NO_LINK", `${canonical} is registered, but has no link.`, {
        hint,
        details,
      });
    case "retired":
    case "revoked":
      throw new ResolverError("RESOLVER_RETIRED", `${canonical} was ${status}.`, { hint, details });
    default:
      throw new ResolverError("RESOLVER_NOT_LIVE", `${canonical} is not live: ${status}.`, { hint, details });
  }
}

const params = z.object({
  handle: z.string().meta({
    description: "Prefix and local name. What a path cannot hold is percent-encoded; slashes may be, too.",
    example: "88.101.0042/part-1",
  }),
});

function errorContent(description: string) {
  return { description, content: { "application/json": { schema: handleErrorSchema } } };
}

const apiOperation: Route["operation"] = {
  tags: ["Handle"],
  summary: "The values of a handle",
  description:
    "As the public Handle proxies answer. Value 1 is where the handle leads; owner, namespace, status and subject are values " +
    "of their own, and each link is one whose type is the URI of its relation. Errors have the response code too.",
  request: {
    params,
    query: z.object({
      index: z.array(z.string()).optional().meta({ description: "Only values with one of these indexes." }),
      type: z.array(z.string()).optional().meta({
        description: "Or of one of these types; a dot at the end stands for all types beneath it.",
      }),
      auth: z.string().optional().meta({ description: "Every answer is of the source itself." }),
    }),
  },
  responses: {
    200: {
      description: "The values, or that there are none such.",
      content: { "application/json": { schema: handleSchema } },
    },
    304: { description: "The caller's copy is still good." },
    400: errorContent("Not a handle (102), or a parameter that is not right (2)."),
    404: errorContent("Nobody has registered it (100)."),
    503: errorContent("The index is not ready (2)."),
  },
};

const redirectOperation: Route["operation"] = {
  tags: ["Handle"],
  summary: "Follow a handle",
  description:
    "Redirects to the handle's `URL` value. Handles whose prefix has no dot and fewer than five digits have their values at " +
    "`/api/handles/` only: such a path is a GS1 Digital Link.",
  request: { params },
  responses: {
    302: { description: "To the URL that the owner registered, in `Location`." },
    400: problemContent("Not a handle."),
    404: problemContent("Unknown, not live now, or without a link."),
    410: problemContent("Retired for ever."),
    503: problemContent("The index is not ready."),
  },
};
