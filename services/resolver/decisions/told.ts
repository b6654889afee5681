/**
 * What a caller is told of a decision: a party of itself, an asset's owner of anybody, with all that was looked at. Whoever else
 * asks gets one and the same answer, whatever there is, made with the same looks.
 */
import { decide, explain } from "../../rights/decisions/decide.js";
import type { Decision, Explanation, Question } from "../../rights/decisions/question.js";
import { reasonWords } from "../../rights/decisions/reasons.js";
import { holdingOf } from "../../rights/holding.js";
import { meterView } from "../../rights/metering/meter.js";
import type { EntityView } from "../../store/view.js";
import type { Caller } from "../auth/caller.js";
import type { Moment } from "../resolution/moment.js";
import type { Presenter } from "../v1/present.js";
import type { DecisionView } from "./schema.js";

export interface Telling {
  readonly view: EntityView;
  readonly moment: Moment;
  readonly present: Presenter;
  readonly caller: Caller;
}

const untold: DecisionView = {
  allowed: false,
  reason: "no-right",
  words: reasonWords("no-right"),
  decidedBy: "ledger",
  grant: null,
  until: null,
  terms: null,
};

export interface Told {
  readonly answer: DecisionView;
  /** The decision, where the caller is told of it. */
  readonly decision: Decision | null;
}

export function told({ view, moment, present, caller }: Telling, question: Question): Told {
  const when = { block: moment.checkpoint.number, at: moment.at };
  const asker = caller.kind === "party" ? caller.party : null;
  if (holdingOf(view, question.asset)?.owner === asker) {
    const explanation = explain(view, when, question);
    return { answer: explanationView(present, explanation), decision: explanation };
  }
  const decision = decide(view, when, question);
  return asker !== null && question.subject === asker
    ? { answer: decisionView(present, decision), decision }
    : { answer: untold, decision: null };
}

/** A decision as the subject itself may read it. */
export function decisionView(present: Presenter, decision: Decision): DecisionView {
  const { allowed, reason, decidedBy, grant, until, meter, policies } = decision;
  return {
    allowed,
    reason,
    words: reasonWords(reason),
    decidedBy,
    grant: grant?.id ?? null,
    until: until === 0 ? null : until,
    terms: allowed && grant !== null && grant.terms !== null ? present.terms(grant.terms) : null,
    ...(policies.length === 0 ? {} : { policies: [...policies] }),
    ...(meter === null ? {} : { meter: meterView(meter) }),
  };
}

function explanationView(present: Presenter, explanation: Explanation): DecisionView {
  const { looked, complete } = explanation;
  return {
    ...decisionView(present, explanation),
    explanation: {
      looked: looked.map(({ grant, reason }) => ({
        right: present.right(grant),
        reason,
        words: reasonWords(reason),
      })),
      complete,
    },
  };
}
