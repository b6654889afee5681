import { type RightsInForce, rightsInForce } from "../../rights/publicView.js";
import type { TwinEntity } from "../../store/model.js";
import type { EntityView } from "../../store/view.js";
import { MomentMemory } from "./moments.js";
import type { Resolution } from "./resolve.js";

export interface RightsOfAsset extends RightsInForce {
  /** Whether they are the twin's alone: then they are the same ones for all that stands for it. */
  readonly areTwins: boolean;
}

/**
 * Grants on a record, and on the twin that it stands for: those hold whatever becomes of the record.
 * @param at Unix seconds at which they must hold.
 */
export function rightsOf(
  view: EntityView,
  { record, status, subject }: Pick<Resolution, "record" | "status" | "subject">,
  at: number,
): RightsOfAsset {
  const { id, owner, epoch } = record;
  const own = rightsInForce(view, { kind: "record", id, owner, epoch, live: status === "active" }, at);
  if (subject.kind !== "twin") return { ...own, areTwins: false };
  const twins = rightsOfTwin(view, subject.twin, at);
  const complete = own.complete && twins.complete;
  return own.grants.length === 0
    ? { grants: twins.grants, complete, areTwins: true }
    : { grants: [...own.grants, ...twins.grants], complete, areTwins: false };
}

function rightsOfTwin(view: EntityView, twin: TwinEntity, at: number): RightsInForce {
  const { id, owner, epoch, state } = twin;
  const asset = { kind: "twin", id, owner, epoch, live: state !== "withdrawn" } as const;
  // Of the twin as it is at that moment: another owner, or another holding, has other rights.
  return ofTwins.value(view, at, twin, () => rightsInForce(view, asset, at));
}

const ofTwins = new MomentMemory<RightsInForce>();
