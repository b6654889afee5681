/** Whether a caller may read an asset's data, by the decision on rights. */
import type { Hex } from "../../ledger/hex.js";
import { decide } from "../../rights/decisions/decide.js";
import type { Decision, Question } from "../../rights/decisions/question.js";
import type { Address, Asset } from "../../store/model.js";
import type { RequestContext } from "../auth/context.js";
import type { Service } from "../service.js";
import { openingsFor } from "./openings.js";
import { type Seen, thenAndNow } from "./thenAndNow.js";

/** What was asked, and how it was decided at the block of the answer. */
export interface Allowed {
  readonly question: Question<string | null>;
  /** `named`: the owner means it for the party itself, and needs no grant to say so. */
  readonly decision: Pick<Decision, "allowed" | "grant"> & { readonly reason: Decision["reason"] | "named" };
}

/**
 * The party must have the right {@link thenAndNow}.
 * @param scope Name of the data set; empty for all data; null where a right to any of a sealed record's is enough.
 * @returns null where it may not.
 */
export async function mayRead(
  service: Pick<Service, "vault" | "logger">,
  context: RequestContext,
  asset: Asset,
  scope: string | null,
): Promise<Allowed | null> {
  if (context.caller.kind === "anonymous") return null;
  const { party } = context.caller;
  let allowed: Allowed | null = null;
  for (const seen of thenAndNow(context)) {
    const opened = { party, asset, scope, action: "read", grantor: null, at: seen.moment.at } as const;
    const openings = await openingsFor(service, seen.view, opened);
    allowed = decided(seen, { party, asset, scope, openings });
    if (!allowed.decision.allowed) return null;
  }
  return allowed;
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

function decided({ view, moment: { checkpoint, at } }: Seen, reading: Reading): Allowed {
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
