/** The two routes by which owners entrust a kind of thing to the resolver, and take it back. */
import type { Request } from "express";
import { z } from "zod";
import type { Address } from "../../store/model.js";
import { askAs, type RequestContext } from "../auth/context.js";
import { signedBy } from "../auth/signed.js";
import { bodyOf } from "../http/body.js";
import { problemContent } from "../http/problemSchema.js";
import { queryOf } from "../http/query.js";
import type { Route } from "../http/route.js";
import { sendEmpty, sendJson } from "../http/send.js";
import type { Service } from "../service.js";
import { presenter } from "../v1/present.js";
import { asOfSchema } from "../v1/schema.js";

const maxBodyBytes = 64 * 1024;

/** Answers are of one caller: nobody keeps them. */
export const noStore = { "cache-control": "no-store" };
const nothing = z.strictObject({});

/** Who asks, by a signed request, and of which snapshot. */
export interface Asking extends RequestContext {
  readonly party: Address;
}

/** A kind of thing that is entrusted under a name. */
export interface Entrusted<Name, Content> {
  readonly path: string;
  /** What it is, for people: "a protected link". */
  readonly what: string;
  /** Who may put it there, and what has to hold. */
  readonly rule: string;
  readonly params: z.ZodObject;
  readonly content: z.ZodType<Content>;
  /** @throws ResolverError RESOLVER_INVALID_QUERY */
  readonly nameIn: (req: Request) => Name;
  /** @throws ResolverError RESOLVER_UNKNOWN_THING, RESOLVER_NOT_OURS, RESOLVER_NOT_COMMITTED */
  readonly put: (asking: Asking, name: Name, content: Content) => Promise<void>;
  /** @throws ResolverError RESOLVER_UNKNOWN_THING, RESOLVER_NOT_OURS */
  readonly remove: (asking: Asking, name: Name) => Promise<void>;
}

export const entrustedSchema = z
  .strictObject({ asOf: asOfSchema })
  .meta({ id: "Entrusted", description: "It is on the disk; `asOf` is the block at which it was checked." });

export function entrustRoutes<Name, Content>(
  service: Service,
  entrusted: Entrusted<Name, Content>,
): readonly Route[] {
  return [putRoute(service, entrusted), deleteRoute(service, entrusted)];
}

function putRoute<Name, Content>(service: Service, entrusted: Entrusted<Name, Content>): Route {
  const { path, what, rule, params, content, nameIn, put } = entrusted;
  return {
    path,
    method: "put",
    maxBodyBytes,
    operation: {
      tags: ["Vault"],
      summary: `Entrust ${what} to the resolver`,
      description: `${rule} The request has to be signed. Sending the same again changes nothing.`,
      security: [{ signedRequest: [] }],
      request: { params, body: { required: true, content: { "application/json": { schema: content } } } },
      responses: {
        200: { description: "It is kept.", content: { "application/json": { schema: entrustedSchema } } },
        ...refusals,
        409: problemContent("The ledger has no such commitment at the block that the index has read."),
        413: problemContent("The body is too large."),
        415: problemContent("The body is not of application/json."),
      },
    },
    handle: async (req, res) => {
      queryOf(req.url, nothing);
      const name = nameIn(req);
      const given = bodyOf(content, req.body);
      const body = await askAs(service, req, async (context) => {
        await put({ ...context, party: signedBy(context.caller).party }, name, given);
        return { asOf: presenter(context.view, context.moment, service.baseUrl).asOf() };
      });
      sendJson(req, res, 200, body, noStore);
    },
  };
}

function deleteRoute<Name, Content>(service: Service, entrusted: Entrusted<Name, Content>): Route {
  const { path, what, params, nameIn, remove } = entrusted;
  return {
    path,
    method: "delete",
    operation: {
      tags: ["Vault"],
      summary: `Take ${what} back`,
      description:
        "By the owner, or whoever put it there. The request has to be signed. The ledger keeps its commitment.",
      security: [{ signedRequest: [] }],
      request: { params },
      responses: { 204: { description: "It is not there any more." }, ...refusals },
    },
    handle: async (req, res) => {
      queryOf(req.url, nothing);
      const name = nameIn(req);
      await askAs(service, req, (context) =>
        remove({ ...context, party: signedBy(context.caller).party }, name),
      );
      sendEmpty(req, res, 204, noStore);
    },
  };
}

const refusals = {
  400: problemContent("Malformed id, query or body."),
  401: problemContent("It is not a signed request, or the credentials do not hold: `code` says why."),
  403: problemContent("It is not the caller's, or the caller's party is frozen."),
  404: problemContent("There is no such thing on the ledger."),
  503: problemContent("The index or the vault is not ready."),
};
