/** A decision as the access log has it. */
import type { AccessEvent } from "../../accessLog/entry.js";
import type { Decision, Question } from "../../rights/decisions/question.js";
import { holdingOf } from "../../rights/holding.js";
import type { Address, Checkpoint } from "../../store/model.js";
import type { EntityView } from "../../store/view.js";

/** Under which circumstances it was decided. */
export interface DecisionSetting {
  /** Of the decision's moment. */
  readonly view: EntityView;
  readonly block: Pick<Checkpoint, "number" | "hash">;
  /** Who had it decided. */
  readonly askedBy: Address;
  readonly requestId: string;
}

export function decisionEvent(
  { subject, onBehalfOf, asset, scope, action, purpose }: Question<string | null>,
  { allowed, reason, grant }: Pick<Decision, "allowed" | "grant"> & { readonly reason: string },
  { view, block, askedBy, requestId }: DecisionSetting,
): AccessEvent {
  return {
    kind: "decision",
    askedBy,
    subject,
    onBehalfOf,
    asset,
    owner: holdingOf(view, asset)?.owner ?? null,
    // Where a right to any data was enough, what is logged is that right's.
    scope: (scope ?? grant?.scope ?? "") || null,
    action,
    purpose,
    outcome: allowed ? "permit" : "deny",
    reason,
    grant: grant?.id ?? null,
    block: { number: block.number, hash: block.hash },
    requestId,
  };
}
