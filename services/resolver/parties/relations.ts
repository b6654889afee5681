/** Which relations wait for the other side: the rule of `PartyRelations`, over the index. */
import { isInForce } from "../../rights/parties.js";
import type { Address, RelationEntity } from "../../store/model.js";
import type { EntityView } from "../../store/view.js";

/** Whose word a relation waits for; null where it holds, or where nobody's word counts now. */
export function awaited(view: EntityView, relation: RelationEntity): "party" | "subject" | null {
  if (isInForce(view, relation)) return null;
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
