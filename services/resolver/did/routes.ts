/** DIDs: the HTTP binding of W3C DID Resolution, and the documents of `did:web` beneath this resolver's address. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Request, RequestHandler, Response } from "express";
import { z } from "zod";
import { revalidatedFor } from "../auth/caching.js";
import type { Caller } from "../auth/caller.js";
import { anybody, ofCallers } from "../auth/operations.js";
import { issuerOf, issuerResolved } from "../credentials/issuer.js";
import { problemMediaType } from "../http/problem.js";
import { requestOf } from "../http/request.js";
import type { Route } from "../http/route.js";
import { send, sendEmpty, sendTagged } from "../http/send.js";
import { ofAnotherBlock } from "../http/textOfBlock.js";
import { hostedFolders } from "../resolution/dids.js";
import type { Moment } from "../resolution/moment.js";
import type { Service } from "../service.js";
import { onceThere, settled } from "../waiting/work.js";
import { type Answer, answerOf, type Body, blockText } from "./answer.js";
import type { Resolved } from "./document.js";
import { DidError } from "./errors.js";
import {
  dereferencingType,
  documentTypes,
  type Representation,
  representationFor,
  resolutionType,
} from "./representation.js";
import { type DidUrlPart, parseDidRequest } from "./request.js";
import { hostedOf, resolveDid } from "./resolve.js";
import { didDereferencingSchema, didDocumentSchema, didErrorSchema, didResolutionSchema } from "./schema.js";
import { askForVersion } from "./versions.js";
import { hostedDocument } from "./web.js";

export function didRoutes(service: Service): readonly Route[] {
  return [
    {
      path: "/1.0/identifiers/{did}",
      pattern: /^\/1\.0\/identifiers\/.*$/,
      operation: resolutionOperation,
      remembered: true,
      handle: resolutionHandler(service),
    },
    issuerRoute(service, "/.well-known/did.json"),
    issuerRoute(service, "/did.json"),
    hostedRoute(service, hostedFolders.party, "A party's DID document"),
    hostedRoute(service, hostedFolders.twin, "A twin's DID document"),
    hostedRoute(service, hostedFolders.record, "A record's DID document"),
  ];
}

const hostedRepresentation: Representation = { kind: "document", documentType: "application/did+ld+json" };

function resolutionHandler(service: Service): RequestHandler {
  return (req, res) => {
    const { did, asked, version, part } = parseDidRequest(req.url);
    const representation = representationFor(req.headers.accept);
    const answered = askForVersion(service, req, {
      version,
      ask: (question) => resolveDid(question, did, asked, issuerOf(service)),
      answer: answering(part, representation),
    });
    return onceThere(answered, (answer) => sendAnswer(req, res, answer));
  };
}

/** The resolver's own document, at the root of its host or beneath the path that its public address has. */
function issuerRoute(service: Service, path: string): Route {
  return {
    path,
    operation: {
      tags: ["DID"],
      summary: "The resolver's DID document",
      description:
        "What the `did:web` of its public address leads to: the keys by which its credentials are known.",
      responses: {
        200: { description: "The document.", content: documentContent() },
        304: { description: "The caller's copy is still good." },
        404: errorContent("NOT_FOUND: the resolver issues no credentials."),
        500: errorContent("INTERNAL_ERROR, also while the index is not ready."),
      },
    },
    handle: (req, res) => {
      const issuer = issuerOf(service);
      if (issuer === null) throw new DidError("NOT_FOUND", "This resolver issues no credentials.");
      const answered = askForVersion(service, req, {
        version: {},
        ask: () => settled(issuerResolved(issuer)),
        answer: answering(null, hostedRepresentation),
      });
      return onceThere(answered, (answer) => sendAnswer(req, res, answer));
    },
  };
}

/** A document as `did:web` clients fetch it: by its path, whatever they accept. */
function hostedRoute(service: Service, folder: string, summary: string): Route {
  return {
    path: `/${folder}/{id}/did.json`,
    operation: hostedOperation(summary),
    remembered: true,
    handle: (req, res) => {
      const hosted = hostedOf(folder, String(req.params.id));
      if (hosted === null) {
        throw new DidError("NOT_FOUND", "The path holds no id: 0x and hexadecimal digits in lower case.");
      }
      const answered = askForVersion(service, req, {
        version: {},
        ask: (question) => hostedDocument(question, hosted),
        answer: answering(null, hostedRepresentation),
      });
      return onceThere(answered, (answer) => sendAnswer(req, res, answer));
    },
  };
}

/** An answer, and to whom. */
interface Answered {
  readonly answer: Answer;
  readonly caller: Caller;
}

/** How what a DID resolves to is answered. */
function answering(part: DidUrlPart | null, representation: Representation) {
  return (resolved: Resolved, moment: Moment, caller: Caller): Answered => ({
    answer: answerOf(resolved, part, representation, moment),
    caller,
  });
}

/** Documents change with the chain: a cache asks again. */
function sendAnswer(req: Request, res: Response, { answer, caller }: Answered): void {
  const revalidate = revalidatedFor(caller, "Accept");
  if (answer.status === 303) {
    sendEmpty(req, res, 303, { location: answer.location, ...revalidate });
    return;
  }
  const headers = { "content-type": answer.contentType, ...revalidate };
  if (answer.status === 410) send(req, res, answer.status, answer.body, headers);
  else sendBody(req, res, answer.body, { etag: answer.etag, ...headers });
}

function sendBody(
  req: IncomingMessage,
  res: ServerResponse,
  body: Body,
  headers: Parameters<typeof sendTagged>[3],
): void {
  if (body.kind === "document") {
    sendTagged(req, res, body.text, headers);
    return;
  }
  const { told, isPresent } = body;
  if (isPresent) {
    requestOf(req).awaiting?.renewable({
      send: (to, out, checkpoint) =>
        sendBody(to, out, { ...body, told: ofAnotherBlock(told, blockText(checkpoint)) }, headers),
      bytes: told.text.length,
    });
  }
  sendTagged(req, res, told.text, headers);
}

function documentContent() {
  return Object.fromEntries(documentTypes.map((type) => [type, { schema: didDocumentSchema }]));
}

function errorContent(description: string) {
  return {
    description,
    content: {
      [problemMediaType]: { schema: didErrorSchema },
      [resolutionType]: { schema: didResolutionSchema },
      [dereferencingType]: { schema: didDereferencingSchema },
    },
  };
}

const resolutionOperation: Route["operation"] = {
  tags: ["DID"],
  summary: "Resolve a DID, dereference a DID URL",
  description:
    "The HTTP binding of W3C DID Resolution: did:ethr of the ledger's chain, did:web beneath this resolver's address, did:cn. " +
    "`Accept` says whether the document alone is wanted or a whole result.",
  security: anybody,
  request: {
    params: z.object({
      did: z.string().meta({
        description: "A DID or DID URL; a `#` in it is written `%23`.",
        example: "did:ethr:0x7a69:0x70997970c51812dc3a010c7d01b50e0d17dc79c8",
      }),
    }),
    query: z.object({
      service: z.string().optional().meta({ description: "Id of a service, or its fragment alone." }),
      serviceType: z.string().optional().meta({ description: "Type of services." }),
      relativeRef: z
        .string()
        .optional()
        .meta({ description: "Where beneath the service's endpoint to.", example: "parts/1" }),
      versionId: z.string().optional().meta({
        description: "Number of a block: the version that began with it, or was in force at its end.",
        example: "118",
      }),
      versionTime: z.string().optional().meta({
        description: "The version of that time, in UTC; not with `versionId`.",
        example: "2026-01-01T00:00:00Z",
      }),
    }),
  },
  responses: {
    200: {
      description: "The document, or the result that was asked for.",
      content: {
        ...documentContent(),
        [resolutionType]: { schema: didResolutionSchema },
        [dereferencingType]: { schema: didDereferencingSchema },
      },
    },
    303: { description: "To the service, for `Accept: text/uri-list`." },
    304: { description: "The caller's copy is still good." },
    ...ofCallers,
    400: errorContent("INVALID_DID, INVALID_DID_URL, INVALID_OPTIONS."),
    404: errorContent("NOT_FOUND."),
    406: errorContent("REPRESENTATION_NOT_SUPPORTED."),
    410: errorContent("Deactivated: there is no document any more, and its metadata say so."),
    500: errorContent("INTERNAL_ERROR, also while the index is not ready."),
    501: errorContent("METHOD_NOT_SUPPORTED, FEATURE_NOT_SUPPORTED."),
  },
};

function hostedOperation(summary: string): Route["operation"] {
  return {
    tags: ["DID"],
    summary,
    description: "What `did:web` beneath this resolver's address leads to.",
    security: anybody,
    request: {
      params: z.object({
        id: z.string().meta({ description: "0x and hexadecimal digits in lower case." }),
      }),
    },
    responses: {
      200: { description: "The document.", content: documentContent() },
      304: { description: "The caller's copy is still good." },
      ...ofCallers,
      404: errorContent("NOT_FOUND."),
      410: errorContent("Deactivated, withdrawn or retired for ever."),
      500: errorContent("INTERNAL_ERROR, also while the index is not ready."),
      501: errorContent("FEATURE_NOT_SUPPORTED: more statements than this resolver reads."),
    },
  };
}
