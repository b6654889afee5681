import { type RightsInForce, rightsInForce } from "../../rights/publicView.js";
import type { EntityView } from "../../store/view.js";
import type { Resolution } from "./resolve.js";

/**
 * Grants on a record, and on the twin that it stands for: those hold whatever becomes of the record.
 * @param at Unix seconds at which they must hold.
 */
export function rightsOf(
  view: EntityView,
  { record, status, subject }: Pick<Resolution, "record" | "status" | "subject">,
  at: number,
): RightsInForce {
  const { id, owner, epoch } = record;
  const own = rightsInForce(view, { kind: "record", id, owner, epoch, live: status === "active" }, at);
  if (subject.kind !== "twin") return own;
  const { twin } = subject;
  const twins = rightsInForce(
    view,
    { kind: "twin", id: twin.id, owner: twin.owner, epoch: twin.epoch, live: twin.state !== "withdrawn" },
    at,
  );
  return { grants: [...own.grants, ...twins.grants], complete: own.complete && twins.complete };
}
