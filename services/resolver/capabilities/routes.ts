/** `POST /v1/capabilities`: a token with which a data provider believes a decision without asking anybody. */

import { z } from "zod";
import { issueCapability } from "../../rights/capabilities/issue.js";
import { decide } from "../../rights/decisions/decide.js";
import { reasonWords } from "../../rights/decisions/reasons.js";
import { audienceOf } from "../../rights/requests/signedRequest.js";
import type { EntityView } from "../../store/view.js";
import { decisionEvent } from "../accessLog/decisionEvent.js";
import type { KnownCaller } from "../auth/caller.js";
import { callerOf } from "../auth/callers.js";
import { ofAllowance } from "../auth/operations.js";
import { policiesOf, questionOf } from "../decisions/questions.js";
import { decisionView } from "../decisions/told.js";
import { ResolverError } from "../errors.js";
import { bodyOf } from "../http/body.js";
import { problemContent } from "../http/problemSchema.js";
import { queryOf } from "../http/query.js";
import { requestOf } from "../http/request.js";
import type { Route } from "../http/route.js";
import { sendJson } from "../http/send.js";
import { askAtMoment, type Moment } from "../resolution/moment.js";
import type { Service } from "../service.js";
import { presenter } from "../v1/present.js";
import { openedQuestion } from "../visibility/openings.js";
import { type CapabilityAnswer, capabilityAnswerSchema, capabilityRequestSchema } from "./schema.js";

const mostBodyBytes = 256 * 1024;

export function capabilitiesRoute(service: Service): Route {
  return {
    path: "/v1/capabilities",
    method: "post",
    maxBodyBytes: mostBodyBytes,
    operation,
    handle: async (req, res) => {
      queryOf(req.url, z.strictObject({}));
      const asked = bodyOf(capabilityRequestSchema, req.body);
      const body = await askAtMoment(service.store, async (view, moment) => {
        const caller = await callerOf(service, req, view, moment);
        if (caller.kind === "anonymous") throw unknownCaller();
        return capabilityFor(service, view, moment, caller, { ...asked, requestId: requestOf(req).id });
      });
      sendJson(req, res, 200, body, { "cache-control": "no-store" });
    },
  };
}

async function capabilityFor(
  service: Service,
  view: EntityView,
  moment: Moment,
  { party: actor, key }: KnownCaller,
  asked: z.infer<typeof capabilityRequestSchema> & { readonly requestId: string },
): Promise<CapabilityAnswer> {
  const { access, accessLog, baseUrl } = service;
  const given = questionOf(asked, actor, policiesOf(asked.policies));
  const question = await openedQuestion(service, view, moment.at, actor, given);
  const { asset, scope, action, onBehalfOf, purpose } = question;
  const { chainId, checkpoint, at } = moment;
  const decision = decide(view, { block: checkpoint.number, at }, question);
  const { allowed, reason, grant, until, meter, policies } = decision;
  const setting = { view, block: checkpoint, askedBy: actor, requestId: asked.requestId };
  await accessLog.record([decisionEvent(question, decision, setting)]);
  if (!allowed)
    throw new ResolverError("RESOLVER_NOT_ALLOWED", reasonWords(reason), {
      hint: "`cadastre right explain` (POST /v1/decisions) tells a party of itself; ask the asset's owner for the right.",
      details: { reason },
    });
  const capability = {
    issuer: baseUrl,
    audience: audienceOf(asked.audience),
    party: onBehalfOf ?? actor,
    actor,
    key,
    chainId,
    asset,
    scope,
    actions: [action],
    purpose,
    grant: grant?.id ?? null,
    meter,
    policies,
    block: checkpoint.number,
  };
  const issued = await issueCapability(access.sessionKey, capability, until, Math.floor(Date.now() / 1000));
  const present = presenter(view, moment, baseUrl);
  return { ...issued, decision: decisionView(present, decision), asOf: present.asOf() };
}

function unknownCaller(): ResolverError {
  return new ResolverError(
    "RESOLVER_CALLER_UNKNOWN",
    "A capability is for somebody: the request does not say who asks.",
    {
      hint: "Sign the request, or log in: docs/api.md says how.",
    },
  );
}

const operation: Route["operation"] = {
  tags: ["Rights"],
  summary: "Ask for a capability",
  description:
    "Decides as `/v1/decisions` does whether the caller may, now, and gives it a token for one data provider, which that provider " +
    "verifies with the keys of `/.well-known/jwks.json` alone. It is good for 60 seconds, and no longer than the right: so long, " +
    "besides what the index is behind, a revocation may take to reach the provider. What is refused is refused alike whether " +
    "there is such an asset or not.",
  security: [{ signedRequest: [] }, { session: [] }],
  request: { body: { required: true, content: { "application/json": { schema: capabilityRequestSchema } } } },
  responses: {
    200: {
      description: "The capability.",
      content: { "application/json": { schema: capabilityAnswerSchema } },
    },
    400: problemContent("The body is no JSON, or not what is described."),
    401: problemContent("There are no credentials, or they do not hold: `code` says why."),
    403: problemContent("It is not allowed: `reason` says why. Or the party is frozen."),
    413: problemContent("The body is too large."),
    415: problemContent("The body is not declared to be plain JSON."),
    ...ofAllowance,
    503: problemContent("The index is not ready or too far behind, or the caller cannot be checked now."),
  },
};
