/** Whether a caller may read an asset's data, by the decision on rights. */
import type { Hex } from "../../ledger/hex.js";
import { decide } from "../../rights/decisions/decide.js";
import type { Decision, Question } from "../../rights/decisions/question.js";
import type { Address, Asset } from "../../store/model.js";
import type { Vault } from "../../vault/vault.js";
import type { RequestContext } from "../auth/context.js";
import { granteeTerm } from "../vault/terms.js";
import { type Seen, thenAndNow } from "./thenAndNow.js";

/** Blinded grants of one party on one asset that are looked at. */
const mostOpenings = 8;

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
  context: RequestContext,
  vault: Vault,
  asset: Asset,
  scope: string | null,
): Promise<Allowed | null> {
  if (context.caller.kind === "anonymous") return null;
  const { party } = context.caller;
  const openings = [null, ...(await openingsOf(vault, party, asset))];
  let allowed: Allowed | null = null;
  for (const seen of thenAndNow(context)) {
    const decisions = openings.map((opening) => decided(seen, { party, asset, scope, opening }));
    allowed = decisions.find(({ decision }) => decision.allowed) ?? null;
    if (allowed === null) return null;
  }
  return allowed;
}

/** Salts of the blinded grants that the party has on the asset, as far as somebody has entrusted them to the resolver. */
async function openingsOf(vault: Vault, party: Address, asset: Asset): Promise<readonly Hex[]> {
  const grants = await vault.grantsByTerm(granteeTerm(party, asset), mostOpenings);
  const entries = await Promise.all(grants.map((grant) => vault.blinded(grant)));
  return entries.flatMap((entry) => (entry === null ? [] : [entry.salt]));
}

interface Reading {
  readonly party: Address;
  readonly asset: Asset;
  readonly scope: string | null;
  readonly opening: Hex | null;
}

/** What the owner means for one party alone, whatever rights there are. */
export function namedReading(party: Address, asset: Asset, scope: string): Allowed {
  const question = questionOf({ party, asset, scope, opening: null });
  return { question, decision: { allowed: true, reason: "named", grant: null } };
}

function decided({ view, moment: { checkpoint, at } }: Seen, reading: Reading): Allowed {
  const question = questionOf(reading);
  return { question, decision: decide(view, { block: checkpoint.number, at }, question) };
}

function questionOf({ party, asset, scope, opening }: Reading): Question<string | null> {
  return {
    subject: party,
    onBehalfOf: null,
    asset,
    scope,
    action: "read",
    opening,
    grant: null,
    purpose: null,
    meter: null,
    policies: new Map(),
  };
}
