/** The Discovery Service (IDTA-01002, 3.1): from the ids of an asset to the ids of its shells, and back. */
import type { Request } from "express";
import { z } from "zod";
import { anybody } from "../auth/operations.js";
import { ResolverError } from "../errors.js";
import { queryOf, rawQuery } from "../http/query.js";
import type { Route } from "../http/route.js";
import { sendJson } from "../http/send.js";
import { type At, atParameter, atQuery } from "../resolution/at.js";
import type { Service } from "../service.js";
import { lookAsReader, type Sight } from "../visibility/sight.js";
import { done, onceThere } from "../waiting/work.js";
import { assetLinks, maxAssetIds } from "./assetLinks.js";
import { assetIdsOf } from "./descriptors.js";
import { aasErrors } from "./errorForm.js";
import { decodedText } from "./ids.js";
import { entriesFor, type PageWish, pageParameters, pageWish, resultPage } from "./paging.js";
import { unknownShell } from "./refusals.js";
import { paged, respond } from "./respond.js";
import { pageSchema, resultContent, type SpecificAssetId, specificAssetIdSchema } from "./schema.js";
import { searchShells } from "./search.js";
import { findShell } from "./shells.js";

/** Asset ids of one search. */
const maxIds = 32;
const maxSearchBytes = 128 * 1024;

/** An asset link, or a specific asset id, of which the rest does not matter. */
const assetLinkSchema = z.object({ name: z.string().min(1).max(64), value: z.string().min(1).max(2048) });
const linksSchema = z.array(assetLinkSchema).max(maxIds);

const idsPage = pageSchema(z.string(), "ShellIds");
const pageQuery = z.strictObject({ ...pageParameters, at: atParameter });
const refused = {
  401: resultContent("The credentials do not hold."),
  403: resultContent("The party is frozen."),
  400: resultContent("An asset id, a limit or a cursor that is not right."),
  503: resultContent("The index is not ready."),
};

export function discoveryRoutes(service: Service): readonly Route[] {
  return [searchRoute(service), postedSearchRoute(service), assetIdsRoute(service)];
}

/** Which shells are wanted, of which moment. */
interface Search {
  readonly ids: readonly SpecificAssetId[];
  readonly wish: PageWish;
  readonly at: At | undefined;
}

function answer(service: Service, req: Request, search: Search) {
  return lookAsReader(service, req, search.at, (sight) => done(found(sight, search)));
}

function* found(sight: Sight, { ids, wish }: Search) {
  const { items, cursor } = resultPage(wish, yield* searchShells(sight, ids, entriesFor(wish)));
  return paged({ items: items.map(({ id }) => id), cursor });
}

function searchRoute(service: Service): Route {
  return {
    path: "/lookup/shells",
    remembered: true,
    refusals: aasErrors,
    operation: {
      tags: ["AAS"],
      security: anybody,
      summary: "Find shells by the ids of their assets",
      description:
        "Ids of the shells whose assets have all of the asset ids; of all shells where none is given. A `globalAssetId` is " +
        "searched by that name, an identifier of another scheme by the scheme's: `gs1`, `handle`, `oid`, `did`.",
      request: {
        query: pageQuery.extend({
          assetIds: z.array(z.string()).optional().meta({
            description: 'Each the base64url of {"name":…,"value":…}; as often as needed, up to 32.',
          }),
        }),
      },
      responses: {
        200: { description: "Ids of shells.", content: { "application/json": { schema: idsPage } } },
        304: { description: "The caller's copy is still good." },
        ...refused,
        404: resultContent("The index knows no such moment."),
      },
    },
    handle: (req, res) =>
      onceThere(answer(service, req, searchQuery(req.url)), (page) => respond(req, res, page)),
  };
}

const noParameters: z.infer<typeof pageQuery> = {};

/** `assetIds` may be repeated; the rest may not. */
function searchQuery(url: string): Search {
  const parameters = new URLSearchParams(rawQuery(url));
  const encoded = parameters.getAll("assetIds");
  parameters.delete("assetIds");
  const { at, ...page } = parameters.size === 0 ? noParameters : queryOf(`?${parameters}`, pageQuery);
  const wish = pageWish(page);
  if (encoded.length > maxIds) throw tooMany();
  return { ids: encoded.map(assetIdOf), wish, at };
}

function assetIdOf(encoded: string): SpecificAssetId {
  const parsed = assetLinkSchema.safeParse(jsonOf(decodedText(encoded, "An asset id")));
  if (parsed.success) return parsed.data;
  throw new ResolverError("RESOLVER_INVALID_AAS_ID", "An asset id is not JSON of the right structure.", {
    hint: 'Encode {"name":"serialNumber","value":"4711"} in base64url.',
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function tooMany(): ResolverError {
  return new ResolverError("RESOLVER_INVALID_QUERY", `A search takes at most ${maxIds} asset ids.`, {
    hint: "Leave out those that say least.",
    details: { parameter: "assetIds" },
  });
}

function postedSearchRoute(service: Service): Route {
  return {
    path: "/lookup/shellsByAssetLink",
    method: "post",
    maxBodyBytes: maxSearchBytes,
    refusals: aasErrors,
    operation: {
      tags: ["AAS"],
      security: anybody,
      summary: "Find shells by the ids of their assets, which are in the body",
      description: "As `GET /lookup/shells`; asset ids in a body stand in no log of addresses.",
      request: {
        query: pageQuery,
        body: { required: true, content: { "application/json": { schema: z.array(specificAssetIdSchema) } } },
      },
      responses: {
        200: { description: "Ids of shells.", content: { "application/json": { schema: idsPage } } },
        ...refused,
        404: resultContent("The index knows no such moment."),
        413: resultContent("The body is too large."),
        415: resultContent("The body is not of application/json."),
      },
    },
    handle: async (req, res) => {
      const { at, ...page } = queryOf(req.url, pageQuery);
      const wish = pageWish(page);
      const parsed = linksSchema.safeParse(req.body);
      if (!parsed.success) throw invalidLinks();
      const found = await answer(service, req, { ids: parsed.data, wish, at });
      sendJson(req, res, 200, found, { "cache-control": "no-store" });
    },
  };
}

function invalidLinks(): ResolverError {
  return new ResolverError("RESOLVER_INVALID_BODY", "The body is not a list of asset ids.", {
    hint: `Send an array of up to ${maxIds} objects with a name (1 to 64 characters) and a value (1 to 2048).`,
  });
}

function assetIdsRoute(service: Service): Route {
  return {
    path: "/lookup/shells/{aasIdentifier}",
    remembered: true,
    refusals: aasErrors,
    operation: {
      tags: ["AAS"],
      security: anybody,
      summary: "The ids of a shell's asset",
      description: `The global asset id under the name \`globalAssetId\`, then all others, up to ${maxAssetIds}.`,
      request: {
        params: z.object({ aasIdentifier: z.string().meta({ description: "base64url." }) }),
        query: atQuery,
      },
      responses: {
        200: {
          description: "The asset ids.",
          content: { "application/json": { schema: z.array(specificAssetIdSchema) } },
        },
        304: { description: "The caller's copy is still good." },
        ...refused,
        404: resultContent("There is no such shell, or the index knows no such moment."),
      },
    },
    handle: async (req, res) => {
      const { at } = queryOf(req.url, atQuery);
      const id = decodedText(String(req.params.aasIdentifier), "The id of the shell");
      const ids = await lookAsReader(service, req, at, async (sight) => {
        const shell = (await findShell(sight, id)) ?? unknownShell(id);
        return assetIdsOf(sight, shell, maxAssetIds);
      });
      respond(req, res, assetLinks(ids));
    },
  };
}
