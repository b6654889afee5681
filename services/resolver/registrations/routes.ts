/** `/v1/registrations`: files of identifiers, one row or millions, registered in the background. */
import type { Request, RequestHandler, Response } from "express";
import { z } from "zod";
import { ResolverError } from "../errors.js";
import { problemContent } from "../http/problemSchema.js";
import { queryOf } from "../http/query.js";
import { requestOf } from "../http/request.js";
import type { Route } from "../http/route.js";
import { fixedHeaders } from "../http/securityHeaders.js";
import { sendJson } from "../http/send.js";
import type { Service } from "../service.js";
import { authorised } from "../writing/authorised.js";
import { type Job, jobStates, jobSummarySchema } from "./job.js";
import { linksOf, postQuery } from "./query.js";
import type { Registrar } from "./registrar.js";

const path = "/v1/registrations";
/** A body has to come in within the server's time for a request. */
const mostBytes = 256 * 1024 * 1024;
const nothing = z.strictObject({});
const params = z.object({ id: z.string().meta({ description: "Id of the registration." }) });
const registrationSchema = z
  .strictObject({
    id: z.string().meta({ description: "By which it is asked for." }),
    state: z.enum(jobStates),
    created: z.string().meta({ description: "When it came in (ISO 8601)." }),
    ended: z.string().nullable().meta({ description: "When it ended; null until then." }),
    progress: z
      .strictObject({
        phase: z
          .string()
          .meta({ description: "What is being done; each phase counts anew.", example: "reading" }),
        done: z.number().int().meta({ description: "How much of the phase is done." }),
        total: z
          .number()
          .int()
          .nullable()
          .meta({ description: "Of how much; null where that is not known." }),
      })
      .nullable()
      .meta({ description: "While it runs." }),
    summary: jobSummarySchema.nullable(),
    problem: z
      .strictObject({
        code: z.string().meta({ description: "Stable code.", example: "IMPORT_NOT_PARTY" }),
        detail: z.string().meta({ description: "What is wrong." }),
        hint: z.string().optional().meta({ description: "What to do about it." }),
      })
      .nullable()
      .meta({
        description:
          "Why it failed as a whole, or what it waits for while it runs; what is wrong with an item stands in its result.",
      }),
    results: z.string().meta({ description: "Where the results of all items are." }),
  })
  .meta({ id: "Registration" });

const refusals = {
  401: problemContent("The token is missing or wrong."),
  403: problemContent("This resolver does not write."),
  404: problemContent("There is no such registration."),
};
const shown = { content: { "application/json": { schema: registrationSchema } } };

export function registrationRoutes(service: Service): readonly Route[] {
  const admit: RequestHandler = (req, _res, next) => {
    authorised(service.writer, req);
    next();
  };
  return [
    postRegistration(service, admit),
    getRegistration(service, admit),
    cancelRegistration(service, admit),
    getResults(service, admit),
  ];
}

function postRegistration(service: Service, admit: RequestHandler): Route {
  const body = z.string().meta({ description: "As `cadastre import` takes them." });
  return {
    path,
    method: "post",
    readsBody: true,
    admit,
    operation: {
      tags: ["Registration"],
      summary: "Register a file",
      description:
        "Takes in a table of identifiers, with or without twins and links, and answers at once; the registration goes on in the " +
        "background, also after a restart. With the same `Idempotency-Key` the same body makes no second registration.",
      request: {
        query: postQuery,
        headers: z.object({ "idempotency-key": z.string().optional() }),
        body: {
          required: true,
          content: { "text/csv": { schema: body }, "application/x-ndjson": { schema: body } },
        },
      },
      responses: {
        202: { description: "It was taken in.", ...shown },
        409: problemContent("The Idempotency-Key stands for another registration."),
        413: problemContent("The body is too large."),
        415: problemContent("The body is neither CSV nor NDJSON."),
        507: problemContent("The resolver's disk is full."),
        ...refusals,
      },
    },
    handle: async (req, res) => {
      const query = queryOf(req.url, postQuery);
      const links = linksOf(query);
      const registrar = registrarOf(service);
      const key = req.headers["idempotency-key"];
      const { job, isNew } = await registrar.jobs.add({
        format: formatOf(req),
        way: query.as,
        links,
        key: typeof key === "string" ? key : null,
        body: req,
        mostBytes,
      });
      if (isNew) registrar.add(job);
      show(req, res, 202, registrar, job, { location: `${path}/${job.id}` });
    },
  };
}

function getRegistration(service: Service, admit: RequestHandler): Route {
  return {
    path: `${path}/{id}`,
    admit,
    operation: {
      tags: ["Registration"],
      summary: "Show how a registration stands",
      description: "Its state, how far it is, and once it has ended what it came to.",
      request: { params },
      responses: { 200: { description: "How it stands.", ...shown }, ...refusals },
    },
    handle: async (req, res) => {
      queryOf(req.url, nothing);
      const registrar = registrarOf(service);
      show(req, res, 200, registrar, await registrar.jobs.find(String(req.params.id)));
    },
  };
}

function cancelRegistration(service: Service, admit: RequestHandler): Route {
  return {
    path: `${path}/{id}`,
    method: "delete",
    admit,
    operation: {
      tags: ["Registration"],
      summary: "Cancel a registration",
      description: "What is under way is finished, and what is registered stays.",
      request: { params },
      responses: { 202: { description: "It ends.", ...shown }, ...refusals },
    },
    handle: async (req, res) => {
      queryOf(req.url, nothing);
      const registrar = registrarOf(service);
      const job = await registrar.jobs.find(String(req.params.id));
      show(req, res, 202, registrar, await registrar.cancel(job));
    },
  };
}

function getResults(service: Service, admit: RequestHandler): Route {
  return {
    path: `${path}/{id}/results`,
    admit,
    operation: {
      tags: ["Registration"],
      summary: "Get the results of a registration's items",
      description:
        "A line of JSON for each, in no fixed order, as `cadastre import --report` writes them; those that are known so far. Ranges of " +
        "bytes can be asked for.",
      request: { params },
      responses: {
        200: { description: "The results.", content: { "application/x-ndjson": { schema: z.string() } } },
        ...refusals,
      },
    },
    handle: async (req, res) => {
      queryOf(req.url, nothing);
      const { jobs } = registrarOf(service);
      const job = await jobs.find(String(req.params.id));
      res.set({
        ...fixedHeaders,
        "x-request-id": requestOf(req).id,
        "cache-control": "no-store",
        "content-type": "application/x-ndjson",
      });
      await sent(res, jobs.resultsOf(job));
    },
  };
}

/** Nothing is there before it begins. A caller that goes away in the middle is no fault. */
function sent(res: Response, file: string): Promise<void> {
  const options = { dotfiles: "allow", etag: false, lastModified: false, cacheControl: false } as const;
  return new Promise((resolve, reject) => {
    res.sendFile(file, options, (error: (Error & { status?: number }) | undefined) => {
      if (error === undefined || res.headersSent) return resolve();
      if (error.status !== 404) return reject(error);
      res.status(200).end();
      resolve();
    });
  });
}

function registrarOf({ registrar }: Service): Registrar {
  if (registrar !== undefined) return registrar;
  throw new ResolverError("RESOLVER_WRITING_OFF", "This resolver does not write to the ledger.");
}

const csv = /^text\/csv *(?:;|$)/i;
const ndjson = /^application\/(?:x-ndjson|jsonl) *(?:;|$)/i;

function formatOf({ headers }: Request): Job["format"] {
  const { "content-type": type = "", "content-encoding": coding = "identity" } = headers;
  if (coding === "identity" && csv.test(type)) return "csv";
  if (coding === "identity" && ndjson.test(type)) return "jsonl";
  throw new ResolverError("RESOLVER_UNSUPPORTED_MEDIA_TYPE", "The body is neither CSV nor NDJSON.", {
    hint: "Send Content-Type: text/csv or application/x-ndjson, and no Content-Encoding.",
  });
}

function show(
  req: Request,
  res: Response,
  status: number,
  registrar: Registrar,
  { id, state, created, ended, summary, ...job }: Job,
  headers: Readonly<Record<string, string>> = {},
): void {
  const progress = registrar.progressOf(id);
  const problem = job.problem ?? registrar.waitsFor(id);
  const results = `${path}/${id}/results`;
  const body = { id, state, created, ended, progress, summary, problem, results };
  sendJson(req, res, status, body, { "cache-control": "no-store", ...headers });
}
