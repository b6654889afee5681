/** Guardians and recoveries as they count at a moment: the rule of `PartyRecovery`, over the index. */

import { isLiving } from "../../rights/parties.js";
import { hasCome } from "../../store/lasting.js";
import type { Address, GuardianSetEntity, RecoveryEntity } from "../../store/model.js";
import type { EntityView } from "../../store/view.js";
import { controlEpoch } from "./relations.js";

export interface GuardiansInForce {
  readonly present: GuardianSetEntity | null;
  /** The set that replaces it; null where none was named. */
  readonly next: GuardianSetEntity | null;
  readonly round: number;
}

/** @param at Unix seconds. */
export function guardiansInForce(view: EntityView, identity: Address, at: number): GuardiansInForce {
  const named = view.guardianship(identity);
  const current =
    named !== null && isLiving(view, identity) && named.controlEpoch === controlEpoch(view, identity);
  if (!current) return { present: null, next: null, round: named?.round ?? 0 };
  const { last, previous, round } = named;
  const pending = last !== null && !hasCome(last.effectiveFrom, at);
  return pending ? { present: previous, next: last, round } : { present: last, next: null, round };
}

/** Whether the approvals of a recovery count. */
export function isStanding(
  view: EntityView,
  recovery: RecoveryEntity,
  { present, round }: GuardiansInForce,
): boolean {
  return (
    present !== null &&
    recovery.approvals > 0 &&
    recovery.set === present.number &&
    recovery.round === round &&
    recovery.controlEpoch === controlEpoch(view, recovery.identity)
  );
}
