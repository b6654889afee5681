/** Whether the usage policy of a grant's terms permits a purpose. */
import type { GrantEntity } from "../../store/model.js";
import type { EntityView } from "../../store/view.js";
import type { Condition, Policy } from "../policies/model.js";
import type { Question } from "./question.js";

export type PurposeStanding = "permitted" | "purpose-not-permitted" | "policy-needed";

/**
 * What the policies say of the purpose, those of the grants above included: a sub-licence lets nothing that its licensor may not.
 * A grant without a policy permits every purpose.
 */
export function purposeStanding(
  view: EntityView,
  line: readonly GrantEntity[],
  { purpose, policies }: Pick<Question, "purpose" | "policies">,
): PurposeStanding {
  if (purpose === null) return "permitted";
  for (const { terms } of line) {
    const digest = terms === null ? null : (view.terms(terms)?.policy ?? null);
    if (digest === null) continue;
    const policy = policies.get(digest);
    if (policy === undefined) return "policy-needed";
    if (!permits(policy, purpose)) return "purpose-not-permitted";
  }
  return "permitted";
}

/** Any one permission is enough; one that names no purpose permits each. */
const permits = ({ permissions }: Policy, purpose: string): boolean =>
  permissions.some((conditions) => conditions.every((condition) => lets(condition, purpose)));

function lets(condition: Condition, purpose: string): boolean {
  if (condition.kind === "atom")
    return condition.operand !== "UsagePurpose" || condition.values.includes(purpose);
  return condition.alternatives.some((conditions) => conditions.every((each) => lets(each, purpose)));
}
