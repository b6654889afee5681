/** Permissions, prohibitions and obligations. */
import { checkConsistent, checkUsagePermission } from "./consistency.js";
import { conditionsOf, odrl } from "./constraints.js";
import { PolicyError } from "./errors.js";
import type { Atom, Conditions } from "./model.js";
import {
  emptyMember,
  listOf,
  type Members,
  membersOf,
  type Node,
  nameOf,
  onlyMembers,
  onlyOne,
} from "./node.js";
import { inOrder } from "./order.js";
import { profileReleases } from "./vocabulary.js";

/** Members of a rule that would have to be fulfilled first, or make up for a breach: the profile has none. */
const duties = ["duty", "remedy", "consequence"];
/** Members that a rule has from its policy. */
const inherited = ["target", "assigner", "assignee"];

export interface Permissions {
  readonly use: "access" | "usage";
  readonly permissions: readonly Conditions[];
}

/** @param policy Members of the policy. @throws PolicyError */
export function permissionsOf(policy: Members, node: Node): Permissions {
  const nodes = listOf(policy.get(odrl("permission")));
  const rules = nodes.map((each) => ({ each, ...ruleOf(each, policy) }));
  const [first] = rules;
  if (first === undefined)
    throw new PolicyError(
      "POLICY_MISSING",
      node.path,
      "Nothing is permitted.",
      "Give at least one permission.",
    );
  const { action: use } = first;
  const permissions = rules.map(({ each, action, constraints }) => {
    if (action !== use)
      throw new PolicyError(
        "POLICY_PROFILE",
        each.path,
        "A policy is about access to an offer or about the use of data, not both.",
        "Make two policies.",
      );
    const conditions = conditionsOf(constraints, use);
    checkConsistent(conditions, each.path);
    if (use === "usage") checkUsagePermission(conditions, each.path);
    return conditions;
  });
  return { use, permissions: inOrder(permissions) };
}

/**
 * Prohibitions or obligations: what each says, by itself. The profile's legal texts are each a sentence of its own, also
 * where a rule has several.
 *
 * @throws PolicyError
 */
export function atomsOfRules(
  policy: Members,
  kind: "prohibition" | "obligation",
  use: Permissions["use"],
): readonly Atom[] {
  const atoms = listOf(policy.get(odrl(kind))).flatMap((node) => {
    const { action, constraints } = ruleOf(node, policy);
    if (action !== "usage" || use !== "usage")
      throw new PolicyError(
        "POLICY_PROFILE",
        node.path,
        `This ${kind} is not about use.`,
        "An access policy has permissions only.",
      );
    return conditionsOf(constraints, kind).filter((each) => each.kind === "atom");
  });
  return inOrder(kind === "prohibition" ? joined(atoms) : atoms);
}

/** What is forbidden in two statements is forbidden as in one of both their values. */
function joined(atoms: readonly Atom[]): readonly Atom[] {
  const keyOf = ({ release, operand }: Atom) => release + operand;
  return [...new Set(atoms.map(keyOf))].flatMap((key) => {
    const [first, ...others] = atoms.filter((atom) => keyOf(atom) === key);
    if (first === undefined) return [];
    return [{ ...first, values: inOrder([first, ...others].flatMap(({ values }) => values)) }];
  });
}

function ruleOf(
  node: Node,
  policy: Members,
): { readonly action: Permissions["use"]; readonly constraints: readonly Node[] } {
  const members = membersOf(node, "rule");
  onlyMembers(members, ["@type", "@id", ...["action", "constraint", ...duties, ...inherited].map(odrl)]);
  for (const name of duties) emptyMember(members.get(odrl(name)));
  for (const name of inherited) checkInherited(members.get(odrl(name)), policy.get(odrl(name)));
  const action = actionOf(onlyOne(members.get(odrl("action")), node, "action"));
  const constraints = listOf(members.get(odrl("constraint")));
  if (constraints.length === 0)
    throw new PolicyError(
      "POLICY_MISSING",
      node.path,
      "There is no constraint.",
      "The profile asks for one at least.",
    );
  return { action, constraints };
}

/** @throws PolicyError `POLICY_MEMBER` where a rule is about something else than its policy. */
function checkInherited(own: Node | undefined, above: Node | undefined): void {
  if (own === undefined) return;
  const names = listOf(above).map(nameOf);
  for (const node of listOf(own))
    if (!names.includes(nameOf(node)))
      throw new PolicyError(
        "POLICY_MEMBER",
        node.path,
        "The policy does not say the same.",
        "Say it on the policy, for all its rules.",
      );
}

const use = [odrl("use"), "USE", odrl("USE")];
const access = [...profileReleases.map((release) => `${release}access`)];

function actionOf(node: Node): Permissions["use"] {
  const name = nameOf(withoutType(node));
  if (use.includes(name)) return "usage";
  if (access.includes(name)) return "access";
  throw new PolicyError(
    "POLICY_VALUE",
    node.path,
    "The profile has no such action.",
    "Actions are use and access.",
  );
}

/** Older connectors write an action as an object with a type. */
function withoutType(node: Node): Node {
  const { value } = node;
  if (typeof value !== "object" || value === null || "@id" in value || "@value" in value) return node;
  const members = membersOf(node, "action");
  onlyMembers(members, [odrl("type")]);
  return onlyOne(members.get(odrl("type")), node, "type");
}
