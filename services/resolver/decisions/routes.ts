/** `POST /v1/decisions`: may somebody do something with data of an asset? One question or many, of one moment. */
import { setImmediate } from "node:timers/promises";
import type { AccessEvent } from "../../accessLog/entry.js";
import type { Question } from "../../rights/decisions/question.js";
import { decisionEvent } from "../accessLog/decisionEvent.js";
import { callerOf } from "../auth/callers.js";
import { ofAllowance } from "../auth/operations.js";
import { bodyOf } from "../http/body.js";
import { problemContent } from "../http/problemSchema.js";
import { queryOf } from "../http/query.js";
import { requestOf } from "../http/request.js";
import type { Route } from "../http/route.js";
import { send } from "../http/send.js";
import { requireFresh } from "../operations/fresh.js";
import { atQuery } from "../resolution/at.js";
import { askAtMoment, momentOf } from "../resolution/moment.js";
import type { Service } from "../service.js";
import { presenter } from "../v1/present.js";
import { jsonType, momentField } from "../v1/sendAnswer.js";
import { withOpened } from "../visibility/grantees.js";
import { openedQuestion } from "../visibility/openings.js";
import { policiesOf, questionOf } from "./questions.js";
import { type DecisionView, decisionsRequestSchema, decisionsSchema, mostQuestions } from "./schema.js";
import { type Telling, told } from "./told.js";

const mostBodyBytes = 1024 * 1024;
/** Questions after which other callers have their turn. */
const turn = 20;

export function decisionsRoute(service: Service): Route {
  const { store, baseUrl } = service;
  return {
    path: "/v1/decisions",
    method: "post",
    maxBodyBytes: mostBodyBytes,
    operation,
    handle: async (req, res) => {
      const { at } = queryOf(req.url, atQuery);
      const { questions, policies: documents } = bodyOf(decisionsRequestSchema, req.body);
      const policies = policiesOf(documents);
      // What held at a moment of the past, it holds for ever.
      if (at === undefined) requireFresh(service);
      const { decisions, events, asOf } = await askAtMoment(
        store,
        async (view, moment, present) => {
          // Who asks is who it is now, also where it asks of the past.
          const caller = await callerOf(service, req, present, momentOf(present));
          const asker = caller.kind === "party" ? caller.party : null;
          const telling = { view, moment, present: presenter(view, moment, baseUrl), caller };
          const asked = questions.map((each) => questionOf(each, each.subject ?? asker, policies));
          const made = await decisionsOf(service, telling, asked, requestOf(req).id);
          return { ...made, asOf: telling.present.asOf() };
        },
        at,
      );
      // All in one write, and none is told before.
      await service.accessLog.record(events);
      send(req, res, 200, `{"decisions":[${decisions.join(",")}],"asOf":${JSON.stringify(asOf)}}`, {
        "content-type": jsonType,
        "cadastre-as-of": momentField(asOf),
        "cache-control": "no-store",
      });
    },
  };
}

interface Decisions {
  /** Each as JSON, so that what is held of them is bounded by what is sent. */
  readonly decisions: readonly string[];
  /** Those that are told, for the access log. */
  readonly events: readonly AccessEvent[];
}

async function decisionsOf(
  service: Service,
  telling: Telling,
  questions: readonly Question[],
  requestId: string,
): Promise<Decisions> {
  const { view, moment, caller } = telling;
  const asker = caller.kind === "party" ? caller.party : null;
  const decisions: string[] = [];
  const events: AccessEvent[] = [];
  for (const [index, asked] of questions.entries()) {
    const question = await openedQuestion(service, view, moment.at, asker, asked);
    const { answer, decision } = told(telling, question);
    decisions.push(JSON.stringify(await withGrantees(service, telling, answer)));
    if (decision !== null && caller.kind === "party") {
      const setting = { view, block: moment.checkpoint, askedBy: caller.party, requestId };
      events.push(decisionEvent(question, decision, setting));
    }
    if ((index + 1) % turn === 0) await setImmediate();
  }
  return { decisions, events };
}

/** Of the blinded grants in an explanation, whom they are for, where the asker is the one who gave them. */
async function withGrantees(service: Service, telling: Telling, answer: DecisionView): Promise<DecisionView> {
  const { explanation } = answer;
  if (explanation === undefined) return answer;
  const looked = explanation.looked.map(async (one) => {
    const [right = one.right] = await withOpened(service, telling, telling.present, [one.right]);
    return { ...one, right };
  });
  return { ...answer, explanation: { ...explanation, looked: await Promise.all(looked) } };
}

const operation: Route["operation"] = {
  tags: ["Rights"],
  summary: "Decide whether somebody may do something with an asset's data",
  description:
    `Up to ${mostQuestions} questions in a body of at most 1 MiB, all of one moment. A party asks about itself; an asset's owner ` +
    "about anybody, and gets an explanation. Whoever else asks, also without credentials, gets `no-right`, whether there is " +
    "such an asset and such a right or not.",
  security: [{}, { signedRequest: [] }, { session: [] }],
  request: {
    query: atQuery,
    body: { required: true, content: { "application/json": { schema: decisionsRequestSchema } } },
  },
  responses: {
    200: {
      description: "A decision for each question, in the order asked.",
      content: { "application/json": { schema: decisionsSchema } },
    },
    400: problemContent("The body is no JSON, or not what is described."),
    401: problemContent("The credentials do not hold: `code` says why."),
    403: problemContent("The party is frozen."),
    404: problemContent("The index knows no such moment."),
    413: problemContent("The body is too large."),
    415: problemContent("The body is not declared to be plain JSON."),
    ...ofAllowance,
    503: problemContent(
      "The index is not ready, the caller cannot be checked now, or the access log cannot be written.",
    ),
  },
};
