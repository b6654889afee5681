/**
 * BID resolution (Xinghuo RFC-005), as a subchain of that network offers it: `did:bid` DIDs that are registered on this ledger.
 */
import type { RequestHandler } from "express";
import { z } from "zod";
import { revalidatedFor } from "../auth/caching.js";
import { anybody, ofCallers } from "../auth/operations.js";
import { contentDigest } from "../http/etag.js";
import type { Route } from "../http/route.js";
import { sendTagged } from "../http/send.js";
import { type ProvableFound, provableOf } from "../proofs/found.js";
import type { Service } from "../service.js";
import { lookAs, type Sight } from "../visibility/sight.js";
import { type BidDocument, bidDocument, bidResolution, type FoundBid, version } from "./document.js";
import { BidError, bidCodes } from "./errors.js";
import { type BidRequest, parseBidRequest } from "./request.js";
import {
  bidAttributesSchema,
  bidDocumentSchema,
  bidErrorSchema,
  bidKeysSchema,
  bidServicesSchema,
} from "./schema.js";
import { requireProof } from "./verify.js";

const stem = String.raw`^\/did(?::|%3a)bid(?::|%3a)[^/]+`;

export function bidRoutes(service: Service): readonly Route[] {
  const handle = handler(service);
  const route = (path: string, tail: string, operation: Route["operation"]): Route => ({
    path: `/did:bid:{id}${path}`,
    pattern: new RegExp(`${stem}${tail}$`, "i"),
    operation,
    handle,
  });
  return [
    route("", "", documentOperation),
    route("/public-keys", String.raw`\/public-keys`, operationOf("The keys of a BID", bidKeysSchema)),
    route("/public-keys/{key}", String.raw`\/public-keys\/[^/]+`, keyOperation),
    route("/attributes", String.raw`\/attributes`, operationOf("Its attributes", bidAttributesSchema)),
    route("/services", String.raw`\/services`, servicesOperation),
    route("/{field}", String.raw`\/[^/]+`, fieldOperation),
  ];
}

function handler(service: Service): RequestHandler {
  return async (req, res) => {
    const request = parseBidRequest(req.url);
    const { bid, verify } = request;
    const { document, provable, caller } = await lookAs(service, req, async (sight) => {
      const found = await bidResolution(sight, bid);
      return {
        document: await bidDocument(sight, bid, found),
        provable: verify ? provableFor(sight, found) : null,
        caller: sight.caller,
      };
    });
    const data = dataOf(document, request);
    if (provable !== null) await requireProof(service.prover, provable);
    const body = JSON.stringify({ errorCode: bidCodes.success, message: "success", data });
    sendTagged(req, res, body, {
      "content-type": "application/json; charset=utf-8",
      etag: `"${contentDigest(body)}"`,
      ...revalidatedFor(caller),
    });
  };
}

/** @throws BidError unsupported. */
function provableFor({ view, moment }: Sight, found: FoundBid): ProvableFound {
  if (found.kind === "resolution") return provableOf(view, undefined, moment, found);
  throw new BidError("unsupported", "A sealed record is shown by its disclosure: ask /v1/resolve for that.");
}

/** @throws BidError fieldNotFound, unsupported, protocol. */
function dataOf(document: BidDocument, { field: [name, key], service }: BidRequest): object {
  const { id } = document;
  switch (name) {
    case undefined:
      return { didDocument: document };
    case "public-keys":
      return { version, id, publicKey: wanted(id, document.publicKey, key) };
    case "attributes":
      return { version, id, attributes: document.extension.attributes };
    case "services":
      return { version, id, service: wanted(id, document.service, service ?? undefined) };
    case "acsns":
    case "verifiableCredentials":
      throw new BidError("unsupported", `The ledger does not keep ${name}: ask the main chain.`);
    default:
      throw new BidError("protocol", `There is no field '${name.slice(0, 64)}'.`);
  }
}

/** All of a field's entries, or the one that is named by its whole id or by the fragment alone. */
function wanted<Entry extends { readonly id: string }>(
  bid: string,
  entries: readonly Entry[],
  id: string | undefined,
): readonly Entry[] | Entry {
  if (id === undefined) {
    if (entries.length > 0) return entries;
    throw new BidError("fieldNotFound", "The document has none of these.");
  }
  const whole = id.startsWith("did:") ? id : `${bid}#${id.replace(/^#/, "")}`;
  const found = entries.find((entry) => entry.id === whole);
  if (found !== undefined) return found;
  throw new BidError("fieldNotFound", `The document has no ${whole.slice(0, 200)}.`);
}

const params = {
  id: z.string().meta({
    description: "What follows `did:bid:`: an AC number and a suffix, or a suffix alone.",
    example: "abcd:efnVUgqQFfYeu97ABf6sGm3WFtVXHZB2",
  }),
};

const verifyParameter = z
  .string()
  .optional()
  .meta({
    description:
      "`true` asks for trusted resolution: the record behind the document, with its links, is held against a proof of the ledger's " +
      "state (9 where that fails). Keys, equivalents and inherited links are no part of a record.",
    example: "true",
  });

function errorContent(description: string) {
  return { description, content: { "application/json": { schema: bidErrorSchema } } };
}

const errors = {
  ...ofCallers,
  304: { description: "The caller's copy is still good." },
  400: errorContent("Against the protocol (4)."),
  404: errorContent("Not found (6), no such field (8), no such AC number (10)."),
  500: errorContent("An error (2)."),
  501: errorContent("Not supported (5)."),
  502: errorContent("Not verified (9)."),
  503: errorContent("Busy: the index, or the node that a proof takes, cannot answer now (3)."),
};

function operationOf(
  summary: string,
  schema: z.ZodType,
  request: Route["operation"]["request"] = {
    params: z.object(params),
    query: z.object({ verify: verifyParameter }),
  },
): Route["operation"] {
  return {
    tags: ["BID"],
    summary,
    security: anybody,
    request,
    responses: {
      200: { description: "Code 0.", content: { "application/json": { schema } } },
      ...errors,
    },
  };
}

const documentOperation: Route["operation"] = {
  ...operationOf("Resolve a BID", bidDocumentSchema),
  description:
    "Xinghuo RFC-005, for `did:bid` DIDs that are registered on this ledger. The fields of the document have paths of their own.",
};

const keyOperation = operationOf("One key of a BID", bidKeysSchema, {
  params: z.object({
    ...params,
    key: z.string().meta({ description: "Id of the key, or its fragment.", example: "delegate-1" }),
  }),
});

const servicesOperation = operationOf("The services of a BID", bidServicesSchema, {
  params: z.object(params),
  query: z.object({
    verify: verifyParameter,
    id: z.string().optional().meta({ description: "Id of one service, or its fragment.", example: "link-1" }),
  }),
});

const fieldOperation: Route["operation"] = {
  tags: ["BID"],
  summary: "Fields that the ledger does not keep",
  security: anybody,
  request: {
    params: z.object({
      ...params,
      field: z.string().meta({ description: "`acsns` or `verifiableCredentials`.", example: "acsns" }),
    }),
  },
  responses: errors,
};
