/** What the usage policies of a grant's terms say of whoever asks, and of what it asks for. */
import type { Digest, GrantEntity } from "../../store/model.js";
import type { EntityView } from "../../store/view.js";
import { type Atom, atomsOf, type Choice, type Condition, type Policy } from "../policies/model.js";
import { operandOf } from "../policies/operands.js";
import { isAmong, type Membership } from "./membership.js";
import type { Question } from "./question.js";

export type PolicyStanding = "permitted" | "party-not-permitted" | "purpose-not-permitted" | "policy-needed";

/** Whose right it is, and when. */
export type Holder = Pick<Membership, "party" | "at">;

/**
 * What the policies say, those of the grants above included: a sub-licence lets nothing that its licensor may not. A policy that is not at
 * hand says nothing; but of a purpose nothing can be decided without it. A grant without a policy permits everybody and every purpose.
 */
export function policyStanding(
  view: EntityView,
  line: readonly GrantEntity[],
  holder: Holder,
  { purpose, policies }: Pick<Question, "purpose" | "policies">,
): PolicyStanding {
  for (const grant of line) {
    const digest = policyOf(view, grant);
    const policy = digest === null ? undefined : policies.get(digest);
    if (policy === undefined) {
      if (digest !== null && purpose !== null) return "policy-needed";
      continue;
    }
    const membership = { ...holder, provider: grant.grantor };
    const isFor = (atom: Atom) => isAmong(view, membership, atom);
    if (!permits(policy, isFor)) return "party-not-permitted";
    if (!permits(policy, (atom) => isFor(atom) && isOfPurpose(atom, purpose))) return "purpose-not-permitted";
  }
  return "permitted";
}

/** Policies of the line that are at hand, and so were held against what was asked. */
export function heldPolicies(
  view: EntityView,
  line: readonly GrantEntity[],
  { policies }: Pick<Question, "policies">,
): readonly Digest[] {
  const named = line.map((grant) => policyOf(view, grant)).filter((digest) => digest !== null);
  return [...new Set(named)].filter((digest) => policies.has(digest));
}

const policyOf = (view: EntityView, { terms }: GrantEntity): Digest | null =>
  terms === null ? null : (view.terms(terms)?.policy ?? null);

const isOfPurpose = ({ operand, values }: Atom, purpose: string | null): boolean =>
  purpose === null || operand !== "UsagePurpose" || values.includes(purpose);

/** Whether one constraint holds; what nobody checks here holds. */
type Holds = (atom: Atom) => boolean;

/** Any one permission is enough. */
const permits = ({ permissions }: Policy, holds: Holds): boolean =>
  permissions.some((conditions) => conditions.every((condition) => lets(condition, holds)));

function lets(condition: Condition, holds: Holds): boolean {
  if (condition.kind === "atom") return holds(condition);
  const holding = condition.alternatives.filter((conditions) =>
    conditions.every((each) => lets(each, holds)),
  ).length;
  return isExact(condition) ? holding === 1 : holding > 0;
}

/** Of exactly one of several only where each can be checked: what is agreed text may hold or not. */
const isExact = ({ kind, alternatives }: Choice): boolean =>
  kind === "xone" &&
  alternatives.flatMap(atomsOf).every(({ operand }) => operandOf(operand).enforcement === "decision");
