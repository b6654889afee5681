/** Whether a caller may read an asset's data, by the decision on rights. */
import type { Hex } from "../../ledger/hex.js";
import { decide } from "../../rights/decisions/decide.js";
import type { Decision, Question } from "../../rights/decisions/question.js";
import type { Address, Asset } from "../../store/model.js";
import type { EntityView } from "../../store/view.js";
import type { RequestContext } from "../auth/context.js";
import { type Moment, momentOf } from "../resolution/moment.js";
import type { Service } from "../service.js";
import { openingsFor } from "./openings.js";

/** What was asked, and how it was decided at the block of the answer. */
export interface Allowed {
  readonly question: Question<string | null>;
  /** `named`: the owner means it for the party itself, and needs no grant to say so. */
  readonly decision: Pick<Decision, "allowed" | "grant"> & { readonly reason: Decision["reason"] | "named" };
}

/**
 * The party must have the right at the block of the answer, and have it now: what the past shows to somebody is what the present
 * would.
 * @param scope Name of the data set; empty for all data; null where a right to any of a sealed record's is enough.
 * @returns null where it may not.
 */
export async function mayRead(
  service: Pick<Service, "vault" | "logger">,
  { view, moment, store, caller }: RequestContext,
  asset: Asset,
  scope: string | null,
): Promise<Allowed | null> {
  if (caller.kind === "anonymous") return null;
  const { party } = caller;
  const allowed = async (at: EntityView, when: Moment): Promise<Allowed | null> => {
    const opened = { party, asset, scope, action: "read", grantor: null, at: when.at } as const;
    const openings = await openingsFor(service, at, opened);
    const answer = decided(at, when, { party, asset, scope, openings });
    return answer.decision.allowed ? answer : null;
  };
  const now = await allowed(store, momentOf(store));
  return now === null || moment.past === null ? now : await allowed(view, moment);
}

interface Reading {
  readonly party: Address;
  readonly asset: Asset;
  readonly scope: string | null;
  readonly openings: readonly Hex[];
}

/** What the owner means for one party alone, whatever rights there are. */
export function namedReading(party: Address, asset: Asset, scope: string): Allowed {
  const question = questionOf({ party, asset, scope, openings: [] });
  return { question, decision: { allowed: true, reason: "named", grant: null } };
}

function decided(view: EntityView, { checkpoint, at }: Moment, reading: Reading): Allowed {
  const question = questionOf(reading);
  return { question, decision: decide(view, { block: checkpoint.number, at }, question) };
}

function questionOf({ party, asset, scope, openings }: Reading): Question<string | null> {
  return {
    subject: party,
    onBehalfOf: null,
    asset,
    scope,
    action: "read",
    openings,
    grant: null,
    purpose: null,
    meter: null,
    policies: new Map(),
  };
}
