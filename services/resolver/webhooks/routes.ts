/** `/v1/webhooks`: what a party wants to be told of, and what became of the telling. */
import type { Request } from "express";
import { z } from "zod";
import type { StoreView } from "../../store/view.js";
import type { KnownCaller } from "../auth/caller.js";
import { callerOf } from "../auth/callers.js";
import { ResolverError } from "../errors.js";
import { textOfPosition } from "../feed/position.js";
import { parseStart, startAt } from "../feed/start.js";
import { stepFrom } from "../feed/step.js";
import { bodyOf } from "../http/body.js";
import { problemContent } from "../http/problemSchema.js";
import { queryOf } from "../http/query.js";
import type { Route } from "../http/route.js";
import { sendEmpty, sendJson } from "../http/send.js";
import { momentOf } from "../resolution/moment.js";
import type { Service } from "../service.js";
import { deliveryView, webhookView } from "./present.js";
import {
  createdWebhookSchema,
  deliveriesSchema,
  deliveryViewSchema,
  newWebhookSchema,
  webhooksSchema,
} from "./schema.js";
import { redeliver, subscribe, type Webhooks, webhookOf, webhooksOf } from "./webhooks.js";

const maxBodyBytes = 16 * 1024;
/** Answers are of one caller: nobody keeps them. */
const noStore = { "cache-control": "no-store" };
const pageSize = 50;
/** More than there will ever be. */
const lastNumber = 0xffff_ffff_ffff;
const path = "/v1/webhooks";

export function webhookRoutes(service: Service): readonly Route[] {
  return [
    createRoute(service),
    listRoute(service),
    removeRoute(service),
    deliveriesRoute(service),
    redeliverRoute(service),
  ];
}

interface Asked {
  readonly webhooks: Webhooks;
  readonly caller: KnownCaller;
}

/** @throws ResolverError RESOLVER_WEBHOOKS_OFF, RESOLVER_CALLER_UNKNOWN, and those of `callerOf`. */
async function asked(service: Service, req: Request, view: StoreView): Promise<Asked> {
  const { webhooks } = service;
  if (webhooks === undefined) {
    throw new ResolverError("RESOLVER_WEBHOOKS_OFF", "This resolver sends no webhooks.", {
      hint: "Its operator turns them on with CADASTRE_WEBHOOKS, see docs/operating.md; or follow /v1/feed.",
    });
  }
  const caller = await callerOf(service, req, view, momentOf(view));
  if (caller.kind !== "anonymous") return { webhooks, caller };
  throw new ResolverError("RESOLVER_CALLER_UNKNOWN", "A webhook is its party's own.", {
    hint: "Sign the request (Authorization: Cadastre-Signature), or log in: POST /v1/login/challenges.",
  });
}

const ask = (service: Service, req: Request): Promise<Asked> =>
  service.store.readAsync((view) => asked(service, req, view));

function createRoute(service: Service): Route {
  return {
    path,
    method: "post",
    maxBodyBytes,
    operation: createOperation,
    handle: async (req, res) => {
      const wanted = bodyOf(newWebhookSchema, req.body);
      const start = parseStart(wanted.after ?? "");
      if (wanted.after !== undefined && start === null) throw notAStart();
      const { webhooks, party, after } = await service.store.readAsync(async (view) => {
        const { webhooks, caller } = await asked(service, req, view);
        if (wanted.filter.grantee !== undefined && wanted.filter.grantee !== caller.party) throw notTheirs();
        const position = await startAt(view, start ?? { kind: "now" });
        // What cannot be gone on from is refused now rather than later.
        await stepFrom(view, position, { filter: {}, final: false });
        return { webhooks, party: caller.party, after: textOfPosition(position) };
      });
      const { subscription, secret } = await subscribe(webhooks, {
        party,
        url: wanted.url,
        filter: filterText(req.body),
        finality: wanted.finality,
        after,
      });
      sendJson(req, res, 201, { webhook: webhookView(subscription, null), secret }, noStore);
    },
  };
}

/** The filter as it came, once it has been checked. */
function filterText(body: unknown): Readonly<Record<string, string>> {
  const { filter } = z.object({ filter: z.record(z.string(), z.string()).default({}) }).parse(body);
  return filter;
}

function listRoute(service: Service): Route {
  return {
    path,
    operation: listOperation,
    handle: async (req, res) => {
      queryOf(req.url, z.strictObject({}));
      const { webhooks, caller } = await ask(service, req);
      const all = await webhooksOf(webhooks, caller.party);
      const views = all.map(({ subscription, progress }) => webhookView(subscription, progress));
      sendJson(req, res, 200, { webhooks: views }, noStore);
    },
  };
}

function removeRoute(service: Service): Route {
  return {
    path: `${path}/{id}`,
    method: "delete",
    operation: removeOperation,
    handle: async (req, res) => {
      const { webhooks, caller } = await ask(service, req);
      await webhooks.database.remove(await webhookOf(webhooks, caller.party, String(req.params.id)));
      sendEmpty(req, res, 204, noStore);
    },
  };
}

const deliveriesQuery = z.strictObject({
  before: z
    .string()
    .regex(/^(?:0|[1-9]\d{0,11})$/, "not the number of a delivery")
    .transform(Number)
    .optional()
    .meta({ description: "`next` of the page before." }),
});

function deliveriesRoute(service: Service): Route {
  return {
    path: `${path}/{id}/deliveries`,
    operation: deliveriesOperation,
    handle: async (req, res) => {
      const { before = lastNumber } = queryOf(req.url, deliveriesQuery);
      const { webhooks, caller } = await ask(service, req);
      const { id } = await webhookOf(webhooks, caller.party, String(req.params.id));
      const items = await webhooks.database.deliveries(id, before, pageSize);
      const last = items.at(-1);
      const next = items.length === pageSize && last !== undefined && last.number > 0 ? last.number : null;
      sendJson(req, res, 200, { items: items.map(deliveryView), next }, noStore);
    },
  };
}

function redeliverRoute(service: Service): Route {
  return {
    path: `${path}/{id}/deliveries/{number}/redeliver`,
    method: "post",
    operation: redeliverOperation,
    handle: async (req, res) => {
      const { webhooks, caller } = await ask(service, req);
      const subscription = await webhookOf(webhooks, caller.party, String(req.params.id));
      const number = /^\d{1,12}$/.test(String(req.params.number)) ? Number(req.params.number) : -1;
      const delivery = await redeliver(webhooks, subscription, number);
      sendJson(req, res, 200, deliveryView(delivery), noStore);
    },
  };
}

function notAStart(): ResolverError {
  return new ResolverError(
    "RESOLVER_INVALID_BODY",
    "'after' is neither the id of an event nor a block's number.",
    {
      hint: "Give the id of an event as the feed had it, a block's number as text, or leave it out.",
    },
  );
}

function notTheirs(): ResolverError {
  return new ResolverError("RESOLVER_NOT_THE_PARTY", "Only a grantee hears of its own rights.", {
    hint: "Sign the request as the party that `grantee` names, or leave it out.",
  });
}

const tags = ["Webhooks"];
const security = [{ signedRequest: [] }, { session: [] }];
const params = z.object({
  id: z.string().meta({ description: "Id of a webhook.", example: "5f0c2a7be91d4c3388a1f0d2" }),
});
const refusals = {
  401: problemContent("There are no credentials, or they do not hold."),
  403: problemContent("The party is frozen, or this resolver sends no webhooks."),
  503: problemContent("The index is not ready, or the caller cannot be checked now."),
};
const unknown = problemContent("The party has no such webhook or delivery.");
const ok = (description: string, schema: z.ZodType) => ({
  description,
  content: { "application/json": { schema } },
});

const createOperation: Route["operation"] = {
  tags,
  summary: "Have events sent",
  description:
    "The ledger's events, as `/v1/feed` tells them, are sent to an address of the caller's, signed, in their order, each until it is " +
    "taken or given up: at least once. docs/api.md says how to check and count them.",
  security,
  request: { body: { required: true, content: { "application/json": { schema: newWebhookSchema } } } },
  responses: {
    201: ok("The webhook, and its secret.", createdWebhookSchema),
    400: problemContent("Malformed body, or an address to which nothing is sent."),
    409: problemContent("There are as many webhooks as there may be."),
    410: problemContent("`after` is an event that the chain does not have."),
    413: problemContent("The body is too large."),
    415: problemContent("The body is not JSON."),
    ...refusals,
  },
};

const listOperation: Route["operation"] = {
  tags,
  summary: "List the caller's webhooks",
  security,
  responses: {
    200: ok("The webhooks.", webhooksSchema),
    400: problemContent("There are no parameters."),
    ...refusals,
  },
};

const removeOperation: Route["operation"] = {
  tags,
  summary: "Have no more events sent",
  description: "A message that is being sent may still come.",
  security,
  request: { params },
  responses: { 204: { description: "It is gone." }, 404: unknown, ...refusals },
};

const deliveriesOperation: Route["operation"] = {
  tags,
  summary: "Show what was sent",
  description: "The last thousand messages, the last one first, and how they were taken.",
  security,
  request: { params, query: deliveriesQuery },
  responses: {
    200: ok("A page of deliveries.", deliveriesSchema),
    400: problemContent("Malformed query."),
    404: unknown,
    ...refusals,
  },
};

const redeliverOperation: Route["operation"] = {
  tags,
  summary: "Send a message again",
  description: "Once, as it was, with the id that it had; the answer says how it was taken.",
  security,
  request: {
    params: params.extend({
      number: z.string().meta({ description: "Number of the delivery.", example: "41" }),
    }),
  },
  responses: {
    200: ok("The delivery, this attempt included.", deliveryViewSchema),
    404: unknown,
    409: problemContent("It is still being tried."),
    ...refusals,
  },
};
