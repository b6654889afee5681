/** Which relations hold, and which wait for the other side: the rule of `PartyRelations`, over the index. */
import type { Address, RelationEntity } from "../../store/model.js";
import type { EntityView } from "../../store/view.js";
import { isLiving } from "./attestations.js";

/** Both sides agreed, both are there, and a twin is still its owner's of then. */
export function holds(view: EntityView, { begun, sides, subjectEpoch }: RelationEntity): boolean {
  if (!begun || !isLiving(view, sides.party)) return false;
  if (sides.kind !== "twin") return isLiving(view, sides.subject);
  const twin = view.twin(sides.subject);
  return twin !== null && twin.epoch === subjectEpoch && isLiving(view, twin.owner);
}

/** Whose word a relation waits for; null where it holds, or where nobody's word counts now. */
export function awaited(view: EntityView, relation: RelationEntity): "party" | "subject" | null {
  if (holds(view, relation)) return null;
  if (partyAgreed(view, relation)) return "subject";
  return subjectAgreed(view, relation) ? "party" : null;
}

function partyAgreed(view: EntityView, { sides, partyConsent }: RelationEntity): boolean {
  if (partyConsent === null || partyConsent.controlEpoch !== controlEpoch(view, sides.party)) return false;
  return sides.kind !== "twin" || partyConsent.subjectEpoch === view.twin(sides.subject)?.epoch;
}

function subjectAgreed(view: EntityView, { sides, subjectConsent }: RelationEntity): boolean {
  if (subjectConsent === null) return false;
  if (sides.kind !== "twin") return subjectConsent.controlEpoch === controlEpoch(view, sides.subject);
  const twin = view.twin(sides.subject);
  return (
    twin !== null &&
    subjectConsent.subjectEpoch === twin.epoch &&
    subjectConsent.controlEpoch === controlEpoch(view, twin.owner)
  );
}

/** How often control of an account changed. */
export const controlEpoch = (view: EntityView, account: Address): number => view.control(account)?.epoch ?? 0;
