/** GS1 Digital Link URIs at the root (GS1-Conformant Resolver 1.2). */
import type { IncomingMessage } from "node:http";
import type { RequestHandler } from "express";
import { z } from "zod";
import { CadastreError } from "../../errors/cadastreError.js";
import { IdentifierError } from "../../identifiers/errors.js";
import { anybody, ofCallers } from "../auth/operations.js";
import { problemContent } from "../http/problemSchema.js";
import { publicBase, type Trusts } from "../http/publicBase.js";
import { requestOf } from "../http/request.js";
import type { Route } from "../http/route.js";
import type { Service } from "../service.js";
import { descriptionRoute } from "./description.js";
import { linkHeader, linksetMediaType } from "./linkHeader.js";
import { profileRoute } from "./profile.js";
import { type Gs1Request, parseGs1Request } from "./request.js";
import { respond } from "./respond.js";
import { ledgerLinksetSchema, linksetSchema } from "./schema.js";

/** @param trusts Whether what an address says of the resolver's own is to be believed. */
export function gs1Routes(service: Service, trusts: Trusts): readonly Route[] {
  const base = (req: IncomingMessage) => publicBase(service, req, trusts);
  const handle: RequestHandler = (req, res) =>
    respond(service, base(req), parseGs1Request(req.url), req, res);
  const options = (req: IncomingMessage) => optionsHeaders(base(req), req.url ?? "");
  return [
    descriptionRoute(service, base),
    profileRoute,
    {
      path: "/{ai}/{value}",
      pattern: /^\/\d{2,4}\/[^/]+\/?$/,
      operation: operation(key),
      remembered: true,
      handle,
      options,
    },
    {
      path: "/{ai}/{value}/{qualifiers}",
      pattern: /^\/\d{2,4}\/[^/]+\/.+$/,
      operation: operation(qualifiedKey),
      remembered: true,
      handle,
      options,
    },
  ];
}

/** Compressed Digital Link URIs: one segment of base64url. For all other single segments, there are other routes. */
export function compressedRoute(service: Service, trusts: Trusts): Route {
  return {
    path: "/{compressed}",
    pattern: /^\/[A-Za-z0-9_-]{8,}\/?$/,
    operation: operation(compressedKey),
    remembered: true,
    handle: (req, res, next) => {
      const request = compressedRequest(req.url);
      if (request === null) {
        requestOf(req).route = "-";
        next("route");
        return;
      }
      return respond(service, publicBase(service, req, trusts), request, req, res);
    },
    options: (req) => optionsHeaders(publicBase(service, req, trusts), req.url ?? ""),
  };
}

/** null for a segment that is no Digital Link at all, as opposed to one that is malformed. */
function compressedRequest(url: string): Gs1Request | null {
  try {
    return parseGs1Request(url);
  } catch (error) {
    if (error instanceof IdentifierError && error.code === "IDENTIFIER_NO_KEY") return null;
    throw error;
  }
}

/** OPTIONS says where the linkset is, where the path is a key's at all. */
function optionsHeaders(baseUrl: string, url: string): Readonly<Record<string, string>> {
  try {
    return { link: linkHeader(baseUrl, parseGs1Request(url)) };
  } catch (error) {
    if (error instanceof CadastreError) return {};
    throw error;
  }
}

const key = {
  ai: z.string().meta({ description: "Application identifier of a primary key.", example: "01" }),
  value: z.string().meta({ description: "Its value, percent-encoded.", example: "09506000134352" }),
};

const qualifiedKey = {
  ...key,
  qualifiers: z.string().meta({
    description:
      "Key qualifiers in their order, each an application identifier and a value: `10/ABC/21/4711`; or both, and " +
      "attributes, in compressed form.",
    example: "21/4711",
  }),
};

const compressedKey = {
  compressed: z.string().meta({ description: "A compressed Digital Link's only segment, in base64url." }),
};

function operation(params: z.ZodRawShape): Route["operation"] {
  return {
    tags: ["GS1 Digital Link"],
    summary: "Follow a GS1 Digital Link URI",
    security: anybody,
    description:
      "Redirects to the default link, or to the one of the requested type, with the query string passed on. Levels " +
      "above (lot, product) lend their links. `linkType=linkset`, or `Accept: application/linkset+json`, answers all links.",
    request: {
      params: z.object(params),
      query: z.object({
        linkType: z.string().optional().meta({
          description: "`linkset`, a `gs1:` CURIE, the URI of a link type, or a relation's name.",
          example: "gs1:pip",
        }),
        context: z.string().optional().meta({
          description: "For whom or where: chooses among links of one type that differ in it.",
          example: "DE",
        }),
      }),
    },
    responses: {
      200: {
        description:
          "All links (RFC 9264); those of each level and of the ledger in the profile of that name.",
        content: {
          [linksetMediaType]: { schema: z.union([linksetSchema, ledgerLinksetSchema]) },
          "application/json": { schema: linksetSchema },
          "application/ld+json": { schema: linksetSchema.loose() },
          "text/html": { schema: z.string() },
        },
      },
      300: {
        description: "Several links of the type fit alike.",
        content: { [linksetMediaType]: { schema: linksetSchema } },
      },
      304: { description: "The caller's copy of the linkset is still good." },
      307: { description: "To the target that the owner registered, in `Location`." },
      ...ofCallers,
      400: problemContent("Not a GS1 Digital Link URI."),
      404: problemContent("Unknown, not live now, or without such a link."),
      410: problemContent("Retired for ever."),
      503: problemContent("The index is not ready."),
    },
  };
}
