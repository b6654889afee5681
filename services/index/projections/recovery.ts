import type {
  GuardiansNamed,
  RecoveriesCancelled,
  RecoveryApprovalWithdrawn,
  RecoveryApproved,
} from "../../ledger/events/decoders.js";
import type { Draft } from "../../store/draft.js";
import { tables } from "../../store/keys.js";
import type { Address, GuardianshipEntity } from "../../store/model.js";
import type { Place } from "./place.js";

/** A set that did not count yet when the next is named never will. */
export function guardiansNamed(draft: Draft, event: GuardiansNamed, place: Place): void {
  const { identity, number, guardians, threshold, delay, effectiveFrom } = event;
  const before = guardianship(draft, identity);
  const pending = before.last !== null && place.time < before.last.effectiveFrom;
  draft.put(tables.guardianship, identity, {
    ...before,
    last: { number, guardians, threshold, delay, effectiveFrom },
    previous: pending ? before.previous : before.last,
  });
}

export function recoveriesCancelled(draft: Draft, event: RecoveriesCancelled): void {
  const { identity, round } = event;
  draft.put(tables.guardianship, identity, { ...guardianship(draft, identity), round });
}

/** How far a recovery is after a guardian agreed, or took that back. */
export function recoveryChanged(draft: Draft, event: RecoveryApproved | RecoveryApprovalWithdrawn): void {
  const { identity, newController, number, approvals, readyAt } = event;
  const { controlEpoch, round } = guardianship(draft, identity);
  const recovery = { identity, newController, controlEpoch, round, set: number, approvals, readyAt };
  draft.put(tables.recovery, { identity, newController }, recovery);
}

/** Guardians of an earlier controller are void; the count of rounds goes on. */
function guardianship(draft: Draft, identity: Address): GuardianshipEntity {
  const controlEpoch = draft.get(tables.control, identity)?.epoch ?? 0;
  const before = draft.get(tables.guardianship, identity);
  if (before !== null && before.controlEpoch === controlEpoch) return before;
  return { identity, controlEpoch, round: before?.round ?? 0, last: null, previous: null };
}
