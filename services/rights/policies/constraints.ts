/** Constraints as ODRL writes them, read into conditions. */
import { PolicyError } from "./errors.js";
import type { Atom, Choice, Conditions } from "./model.js";
import {
  listOf,
  literalOf,
  type Members,
  membersOf,
  type Node,
  nameOf,
  onlyMembers,
  onlyOne,
} from "./node.js";
import { type OperandName, type Operator, operandNames, operandOf, type RuleKind } from "./operands.js";
import { inOrder } from "./order.js";
import { odrlNamespace, type ProfileRelease, profileReleases } from "./vocabulary.js";

export const odrl = (name: string): string => odrlNamespace + name;
const logics = ["and", "or", "xone"] as const;

/** A list of constraints: all of them hold. @throws PolicyError */
export function conditionsOf(nodes: readonly Node[], rule: RuleKind): Conditions {
  return inOrder(nodes.flatMap((node) => constraintOf(node, rule)));
}

function constraintOf(node: Node, rule: RuleKind): Conditions {
  const members = membersOf(node, "constraint");
  onlyMembers(members, ["@type", "@id", ...[...logics, "leftOperand", "operator", "rightOperand"].map(odrl)]);
  checkType(members);
  const logic = logics.filter((name) => members.has(odrl(name)));
  const [name, another] = logic;
  if (name === undefined) return [atomOf(node, members, rule)];
  const mixed =
    another !== undefined ||
    ["leftOperand", "operator", "rightOperand"].some((each) => members.has(odrl(each)));
  if (mixed)
    throw new PolicyError(
      "POLICY_VALUE",
      node.path,
      "This is more than one constraint.",
      "Write each by itself.",
    );
  const parts = listOf(members.get(odrl(name)));
  if (parts.length === 0)
    throw new PolicyError("POLICY_VALUE", node.path, `"${name}" has no constraints.`, "Give at least one.");
  return name === "and" ? conditionsOf(parts, rule) : choiceOf(node, name, parts, rule);
}

/** Connectors write any of the three whatever the constraint is; the members say what it is. */
function checkType(members: Members): void {
  for (const node of listOf(members.get("@type"))) {
    const known = ["Constraint", "AtomicConstraint", "LogicalConstraint"].map(odrl);
    if (!known.includes(nameOf(node)))
      throw new PolicyError("POLICY_VALUE", node.path, "This is no type of constraint.", "Leave it out.");
  }
}

function choiceOf(node: Node, kind: Choice["kind"], parts: readonly Node[], rule: RuleKind): Conditions {
  if (rule === "prohibition" || rule === "obligation")
    throw new PolicyError(
      "POLICY_OPERATOR",
      node.path,
      `A ${rule} has no "${kind}".`,
      "Write each constraint by itself.",
    );
  const read = parts.map((part) => conditionsOf([part], rule));
  const alternatives = inOrder(kind === "or" ? read.flatMap(alternativesOf) : read);
  if (kind === "xone" && alternatives.length < read.length)
    throw new PolicyError(
      "POLICY_CONFLICT",
      node.path,
      "Two alternatives of which one holds are the same.",
      "Leave one out.",
    );
  const [only, more] = alternatives;
  return only !== undefined && more === undefined ? only : [{ kind, alternatives }];
}

/** An alternative that is an `or` itself is so many alternatives. */
function alternativesOf(conditions: Conditions): readonly Conditions[] {
  const [only, more] = conditions;
  return more === undefined && only?.kind === "or" ? only.alternatives : [conditions];
}

function atomOf(node: Node, members: Members, rule: RuleKind): Atom {
  const left = onlyOne(members.get(odrl("leftOperand")), node, "leftOperand");
  const { operand, release } = operandNamed(left, rule);
  const operatorNode = onlyOne(members.get(odrl("operator")), node, "operator");
  const right = members.get(odrl("rightOperand"));
  const found = listOf(right);
  if (right === undefined || found.length === 0)
    throw new PolicyError(
      "POLICY_MISSING",
      node.path,
      "There is no rightOperand.",
      `Give ${operandOf(operand).value.expected}.`,
    );
  const values = inOrder(found.map((each) => operandValue(each, operand)));
  const operator = operatorOf(operatorNode, operand, values.length);
  return { kind: "atom", operand, release, operator, values };
}

function operandNamed(
  node: Node,
  rule: RuleKind,
): { readonly operand: OperandName; readonly release: ProfileRelease } {
  const name = nameOf(node);
  for (const release of profileReleases) {
    const operand = operandNames.find((each) => name === release + each);
    if (operand === undefined) continue;
    if (operandOf(operand).rules.includes(rule)) return { operand, release };
    throw new PolicyError(
      "POLICY_OPERAND",
      node.path,
      `${operand} has no place in ${ruleNames[rule]}.`,
      `It belongs in ${operandOf(operand)
        .rules.map((each) => ruleNames[each])
        .join(" or ")}.`,
    );
  }
  throw new PolicyError(
    "POLICY_OPERAND",
    node.path,
    "The profile has no such left operand.",
    `In ${ruleNames[rule]}: ${operandNames.filter((each) => operandOf(each).rules.includes(rule)).join(", ")}.`,
  );
}

const ruleNames: Readonly<Record<RuleKind, string>> = {
  access: "a permission to access",
  usage: "a permission to use",
  prohibition: "a prohibition",
  obligation: "an obligation",
};

/** Of one value, `eq` is "any of" and "all of", and `neq` is "none of". */
const spellings: Readonly<
  Record<Operator, { readonly always: readonly string[]; readonly ofOne: readonly string[] }>
> = {
  eq: { always: [], ofOne: ["eq"] },
  isAnyOf: { always: ["isAnyOf", "in"], ofOne: ["eq"] },
  isAllOf: { always: ["isAllOf"], ofOne: ["eq"] },
  isNoneOf: { always: ["isNoneOf"], ofOne: ["neq"] },
};

function operatorOf(node: Node, operand: OperandName, count: number): Operator {
  const name = nameOf(node);
  const { operators } = operandOf(operand);
  const found = operators.find((each) => {
    const { always, ofOne } = spellings[each];
    return [...always, ...(count === 1 ? ofOne : [])].some((spelling) => name === odrl(spelling));
  });
  if (found !== undefined) return found;
  const expected = operators.join(" or ");
  throw new PolicyError(
    "POLICY_OPERATOR",
    node.path,
    `${operand} does not take that operator${count === 1 ? "" : ` with ${count} values`}.`,
    `It takes ${expected}${expected === "eq" ? " with one value" : ""}.`,
  );
}

function operandValue(node: Node, operand: OperandName): string {
  const { schema, expected } = operandOf(operand).value;
  const { data, success } = schema.safeParse(literalOf(node));
  if (success) return data;
  throw new PolicyError(
    "POLICY_VALUE",
    node.path,
    `This is no value of ${operand}.`,
    `Expected is ${expected}.`,
  );
}
