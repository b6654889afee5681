/** Handles: the HTTP API of the public Handle proxies, and their redirects. */

import type { IncomingMessage } from "node:http";
import type { Request, RequestHandler, Response } from "express";
import { z } from "zod";
import type { HandleIdentifier } from "../../identifiers/identifier.js";
import type { Eventually } from "../../store/view.js";
import { revalidatedFor } from "../auth/caching.js";
import { anonymous, type Caller } from "../auth/caller.js";
import { isAnonymous } from "../auth/context.js";
import { anybody, ofCallers } from "../auth/operations.js";
import { ResolverError } from "../errors.js";
import { contentDigest } from "../http/etag.js";
import { problemContent } from "../http/problemSchema.js";
import { publicBase, type Trusts } from "../http/publicBase.js";
import type { Route } from "../http/route.js";
import { sendEmpty, sendTagged } from "../http/send.js";
import { readAtMoment } from "../resolution/moment.js";
import { resolve } from "../resolution/resolve.js";
import type { Service } from "../service.js";
import { resolveAs } from "../visibility/resolveAs.js";
import { lookAs } from "../visibility/sight.js";
import { onceThere } from "../waiting/work.js";
import { apiStem, responseCodes } from "./errorForm.js";
import { handleText, parseHandleText, parseWanted, redirectPattern } from "./request.js";
import { handleErrorSchema, handleSchema } from "./schema.js";
import { type FoundHandle, lastChange, urlValue, valuesOf, wantedValues } from "./values.js";

/** @param trusts Whether what an address says of the resolver's own is to be believed. */
export function handleRoutes(service: Service, trusts: Trusts): readonly Route[] {
  return [
    {
      path: "/api/handles/{handle}",
      pattern: /^\/api\/handles\/.*$/,
      operation: apiOperation,
      remembered: true,
      handle: apiHandler(service),
    },
    {
      path: "/{handle}",
      pattern: redirectPattern,
      operation: redirectOperation,
      remembered: true,
      handle: redirectHandler(service, (req) => publicBase(service, req, trusts)),
    },
  ];
}

/** A handle as one caller finds it. */
interface Asked {
  readonly found: FoundHandle;
  readonly chainId: number;
  readonly caller: Caller;
}

/**
 * Without credentials it is answered at once.
 * @throws ResolverError RESOLVER_UNKNOWN_IDENTIFIER
 */
function ask(service: Service, req: Request, identifier: HandleIdentifier): Eventually<Asked> {
  const lists = service.manifests?.index;
  if (isAnonymous(req)) {
    return readAtMoment(service.store, (view, { at, chainId }) => {
      const found = known(identifier, resolve(view, lists, identifier, at));
      return { found, chainId, caller: anonymous };
    });
  }
  return lookAs(service, req, async (sight) => {
    const found = known(identifier, await resolveAs(sight, lists, identifier));
    return { found, chainId: sight.moment.chainId, caller: sight.caller };
  });
}

function known(identifier: HandleIdentifier, found: FoundHandle | { readonly kind: "unknown" }): FoundHandle {
  if (found.kind !== "unknown") return found;
  throw new ResolverError("RESOLVER_UNKNOWN_IDENTIFIER", `Nobody has registered ${identifier.canonical}.`, {
    hint: "Check the handle; /v1/resolve tells who has authority over it.",
    details: { canonical: identifier.canonical },
  });
}

function apiHandler(service: Service): RequestHandler {
  return (req, res) => {
    const handle = handleText(req.url, apiStem);
    const identifier = parseHandleText(handle);
    const wanted = parseWanted(req.url);
    return onceThere(ask(service, req, identifier), ({ found, chainId, caller }) => {
      const values = wantedValues(valuesOf(found, { chainId, baseUrl: service.baseUrl }), wanted);
      const responseCode = values.length > 0 ? responseCodes.success : responseCodes.valuesNotFound;
      const body = JSON.stringify({ responseCode, handle, values });
      sendTagged(req, res, body, {
        "content-type": "application/json; charset=utf-8",
        etag: `"${contentDigest(body)}.${lastChange(found).block}"`,
        ...revalidatedFor(caller),
      });
    });
  };
}

function redirectHandler(service: Service, base: (req: IncomingMessage) => string): RequestHandler {
  return (req, res) => {
    const handle = handleText(req.url, "/");
    const identifier = parseHandleText(handle);
    return onceThere(ask(service, req, identifier), ({ found, caller }) => {
      const location = urlValue(found) ?? refuse(identifier, found);
      redirect(req, res, { base: base(req), handle, canonical: identifier.canonical, location, caller });
    });
  };
}

interface Redirect {
  /** Public address of this resolver. */
  readonly base: string;
  readonly handle: string;
  readonly canonical: string;
  readonly location: string;
  readonly caller: Caller;
}

function redirect(
  req: Request,
  res: Response,
  { base, handle, canonical, location, caller }: Redirect,
): void {
  const record = `${base}/v1/resolve?id=${encodeURIComponent(canonical)}&scheme=handle`;
  sendEmpty(req, res, 302, {
    location,
    link: [
      `<${base}${apiStem}${encodeURIComponent(handle)}>; rel="alternate"; type="application/json"`,
      `<${record}>; rel="describedby"; type="application/json"`,
    ].join(", "),
    ...revalidatedFor(caller),
  });
}

function refuse({ canonical }: HandleIdentifier, found: FoundHandle): never {
  const { status } = found.kind === "member" ? found.member : found;
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
  security: anybody,
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
    ...ofCallers,
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
  security: anybody,
  request: { params },
  responses: {
    ...ofCallers,
    302: { description: "To the URL that the owner registered, in `Location`." },
    400: problemContent("Not a handle."),
    404: problemContent("Unknown, not live now, or without a link."),
    410: problemContent("Retired for ever."),
    503: problemContent("The index is not ready."),
  },
};
