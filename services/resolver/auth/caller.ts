/**
 * Who asks, as the ledger has it at a moment: whether a key acts for a party is asked anew for each request, so that a change
 * of control, the end of a delegate and a freeze count from the block on that the index has them in.
 */

import { hasCome } from "../../store/lasting.js";
import type { Address } from "../../store/model.js";
import type { EntityView } from "../../store/view.js";
import { ResolverError } from "../errors.js";
import { controlEpoch } from "../parties/relations.js";
import type { Moment } from "../resolution/moment.js";

/** As what a key acts for a party. */
export type Capacity = "controller" | "delegate";

export interface KnownCaller {
  readonly kind: "party";
  readonly party: Address;
  readonly key: Address;
  /** Whether the request itself was signed, or a session told whose it is. */
  readonly via: "signature" | "session";
  readonly as: Capacity;
}

export type Caller = { readonly kind: "anonymous" } | KnownCaller;

export const anonymous: Caller = { kind: "anonymous" };

/** A party and the account that claims to act for it. */
export interface Acting {
  readonly party: Address;
  readonly key: Address;
}

/**
 * As what the key acts for the party: as its controller (ERC-1056), or as a delegate for authentication (`sigAuth`) that is not
 * over. Only parties that are registered, active and not frozen are acted for.
 *
 * @throws ResolverError RESOLVER_KEY_NOT_AUTHORISED, RESOLVER_PARTY_FROZEN.
 */
export function capacityOf(view: EntityView, { at, checkpoint }: Moment, acting: Acting): Capacity {
  const { party, key } = acting;
  const entity = view.party(party);
  const capacity = entity === null ? null : capacityFor(view, entity.controller, acting, at);
  if (entity === null || capacity === null) {
    throw new ResolverError("RESOLVER_KEY_NOT_AUTHORISED", `${key} does not act for the party ${party}.`, {
      hint: "Sign with the key that controls the party, or with one that it made a delegate for sigAuth.",
      details: { party, key, block: checkpoint.number },
    });
  }
  if (entity.frozen) {
    throw new ResolverError("RESOLVER_PARTY_FROZEN", `The party ${party} is frozen.`, {
      hint: "Ask the office that froze it, which /v1/freezes names. Without credentials, public answers are to be had.",
      details: { party, block: checkpoint.number },
    });
  }
  return capacity;
}

function capacityFor(
  view: EntityView,
  controller: Address | null,
  { party, key }: Acting,
  at: number,
): Capacity | null {
  if (controller === null) return null;
  if (controller === key) return "controller";
  const statement = view.didStatement(party, { kind: "delegate", delegateType: "sigAuth", delegate: key });
  return statement !== null && !hasCome(statement.validTo, at) ? "delegate" : null;
}

/** How often control of the party has changed: a session ends with the control under which it began. */
export const controlOf = (view: EntityView, { party }: Acting): number => controlEpoch(view, party);
