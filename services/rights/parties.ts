/** Which parties, and which relations between them, count: the rule of the ledger's registries, over the index. */
import type { Address, RelationEntity } from "../store/model.js";
import type { EntityView } from "../store/view.js";

/** Registered, and not deactivated. */
export function isLiving(view: EntityView, identity: Address): boolean {
  const party = view.party(identity);
  return party !== null && party.controller !== null;
}

/** Whether the supervision holds a party frozen. */
export const isFrozen = (view: EntityView, identity: Address): boolean =>
  view.party(identity)?.frozen !== undefined;

/** Whether a relation is in force: both sides agreed, both are there, and a twin is still its owner's of then. */
export function isInForce(view: EntityView, { begun, sides, subjectEpoch }: RelationEntity): boolean {
  if (!begun || !isLiving(view, sides.party)) return false;
  if (sides.kind !== "twin") return isLiving(view, sides.subject);
  const twin = view.twin(sides.subject);
  return twin !== null && twin.epoch === subjectEpoch && isLiving(view, twin.owner);
}
