/** Many shells or submodels at once, asynchronously (IDTA-01002, 3.1, "Bulk" of the two registries). */
import type { Request } from "express";
import { z } from "zod";
import { ResolverError } from "../../errors.js";
import { queryOf } from "../../http/query.js";
import { requestOf } from "../../http/request.js";
import type { Route } from "../../http/route.js";
import { sendEmpty, sendJson } from "../../http/send.js";
import type { Service } from "../../service.js";
import { authorised } from "../../writing/authorised.js";
import { resultContent, resultSchema } from "../schema.js";
import { descriptorOf, refusedWrites, writing } from "../write/perform.js";
import { Jobs } from "./jobs.js";
import {
  checkItems,
  createShells,
  createSubmodels,
  itemsSchema,
  type Operation,
  putShells,
  putSubmodels,
  removeShells,
  removeSubmodels,
} from "./operations.js";
import type { BulkResult } from "./result.js";
import { runBulk } from "./run.js";

const maxBodyBytes = 2 * 1024 * 1024;
/** Seconds after which it is worth to ask again for a status. */
const askAgain = "1";
const nothing = z.strictObject({});
const params = z.object({
  handleId: z.string().meta({ description: "Handle of the operation, as `Location` has it; base64url." }),
});
const notEnded = (): ResolverError =>
  new ResolverError("RESOLVER_UNKNOWN_BULK", "The bulk operation has not ended yet, so there is no result.", {
    hint: "Ask for its status until that leads here.",
  });
const notCached = { "cache-control": "no-store" };

const shells = "/bulk/shell-descriptors";
const submodels = "/bulk/submodel-descriptors";

export function bulkRoutes(service: Service): readonly Route[] {
  const jobs = new Jobs<BulkResult>();
  const begins = <Item>(
    route: Pick<Route, "path" | "method">,
    summary: string,
    operation: Operation<Item>,
  ): Route => beginRoute(service, jobs, route, summary, operation);
  return [
    begins({ path: shells, method: "post" }, "Register shells", createShells),
    begins({ path: shells, method: "put" }, "Register or replace shells", putShells),
    begins({ path: shells, method: "delete" }, "Take shells down", removeShells),
    begins({ path: submodels, method: "post" }, "Register submodels", createSubmodels),
    begins({ path: submodels, method: "put" }, "Register or replace submodels", putSubmodels),
    begins({ path: submodels, method: "delete" }, "Take submodels down", removeSubmodels),
    statusRoute(service, jobs),
    resultRoute(service, jobs),
  ];
}

function beginRoute<Item>(
  service: Service,
  jobs: Jobs<BulkResult>,
  route: Pick<Route, "path" | "method">,
  summary: string,
  operation: Operation<Item>,
): Route {
  const body = itemsSchema(operation);
  return {
    ...route,
    ...writing(service),
    maxBodyBytes,
    operation: {
      tags: ["AAS"],
      summary: `${summary}, many at once`,
      description:
        "All items are looked at before anything is sent. It is no single transaction: one that breaks off is not rolled back, " +
        "but finished by sending it again.",
      request: { body: { required: true, content: { "application/json": { schema: body } } } },
      responses: {
        ...refusedWrites,
        202: { description: "It is begun; `Location` tells how far it is." },
      },
    },
    handle: (req, res) => {
      queryOf(req.url, nothing);
      const writer = authorised(service.writer, req);
      const items = descriptorOf(body, req.body);
      checkItems(operation, items);
      const { id: correlationId } = requestOf(req);
      const log = (error: unknown): void =>
        service.logger.error({ id: correlationId, err: error }, "bulk operation failed");
      const handle = jobs.start(() => runBulk(service, writer, operation, items, { correlationId, log }));
      sendEmpty(req, res, 202, { ...notCached, location: `${service.baseUrl}/bulk/status/${handle}` });
    },
  };
}

const refusedReads = {
  401: resultContent("The token is missing or wrong."),
  403: resultContent("Writing is off."),
  404: resultContent("There is no such operation, it has not ended, or its result is not kept any more."),
};

/** Padding or not, it is the same handle. */
const handleOf = (req: Request): string => String(req.params.handleId).replace(/=+$/, "");

const runningSchema = resultSchema
  .extend({ executionState: z.literal("Running"), success: z.boolean().optional() })
  .meta({ id: "AasBulkStatus" });

function statusRoute(service: Service, jobs: Jobs<BulkResult>): Route {
  return {
    path: "/bulk/status/{handleId}",
    ...writing(service),
    operation: {
      tags: ["AAS"],
      summary: "How far a bulk operation is",
      request: { params },
      responses: {
        200: {
          description: "It is under way; `Retry-After` says when to ask again.",
          content: { "application/json": { schema: runningSchema } },
        },
        302: { description: "It has ended; `Location` has its result." },
        400: resultContent("It takes no parameters."),
        ...refusedReads,
      },
    },
    handle: (req, res) => {
      queryOf(req.url, nothing);
      const handle = handleOf(req);
      if (jobs.find(handle).state === "running") {
        sendJson(
          req,
          res,
          200,
          { messages: [], executionState: "Running" },
          { ...notCached, "retry-after": askAgain },
        );
        return;
      }
      sendEmpty(req, res, 302, { ...notCached, location: `${service.baseUrl}/bulk/result/${handle}` });
    },
  };
}

function resultRoute(service: Service, jobs: Jobs<BulkResult>): Route {
  return {
    path: "/bulk/result/{handleId}",
    ...writing(service),
    operation: {
      tags: ["AAS"],
      summary: "What came of a bulk operation",
      request: { params },
      responses: {
        204: { description: "All of it is on the ledger." },
        400: resultContent(
          "It was refused, and nothing of it was sent. There is a message for each item that is not right.",
        ),
        ...refusedReads,
        500: resultContent(
          "It broke off, with a message for each item that says what of it is on the ledger; or it could not be begun.",
        ),
      },
    },
    handle: (req, res) => {
      queryOf(req.url, nothing);
      const job = jobs.find(handleOf(req));
      if (job.state === "running") throw notEnded();
      const { result } = job;
      if (result.status === 204) sendEmpty(req, res, 204, notCached);
      else sendJson(req, res, result.status, { messages: result.messages }, notCached);
    },
  };
}
