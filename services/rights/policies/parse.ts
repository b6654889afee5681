/**
 * ODRL policies as the connectors of Catena-X send them: compact JSON-LD of a set, an offer or an agreement (W3C ODRL
 * Information Model 2.2; CX-0152), also within a policy definition of a connector's management interface.
 *
 * A policy is read strictly: what is unknown could be a condition, so it is an error.
 */
import { checkObligations, checkProhibitions } from "./consistency.js";
import { odrl } from "./constraints.js";
import { memberPath, PolicyError } from "./errors.js";
import { checkBounds, parseJson } from "./json.js";
import type { Policy } from "./model.js";
import { namesWith, usualNames } from "./names.js";
import {
  emptyMember,
  listOf,
  literalOf,
  type Members,
  membersOf,
  type Node,
  nameOf,
  onlyMembers,
  onlyOne,
} from "./node.js";
import { inOrder } from "./order.js";
import { atomsOfRules, permissionsOf } from "./rules.js";
import { dateTime } from "./values.js";

/** @param text JSON. @throws PolicyError */
export function parsePolicyText(text: string): Policy {
  return parsePolicy(parseJson(text));
}

/** @param value JSON. @throws PolicyError */
export function parsePolicy(value: unknown): Policy {
  checkBounds(value);
  return policyOf(withinDefinition(withContext({ value, path: "$", names: usualNames })));
}

/** A node under the context that it brings. */
function withContext(node: Node): Node {
  const { value, path, names } = node;
  if (typeof value !== "object" || value === null || !("@context" in value)) return node;
  return { value, path, names: namesWith(names, value["@context"], memberPath(path, "@context")) };
}

/** The policy of a connector's policy definition; a policy as it is. */
function withinDefinition(node: Node): Node {
  const members = membersOf(node, "policy");
  const inner = members.get("policy");
  if (inner === undefined) return node;
  onlyMembers(members, ["@context", "@id", "@type", "policy", "createdAt"]);
  return withContext(inner);
}

const rules = ["permission", "prohibition", "obligation"] as const;
const parties = ["assigner", "assignee"] as const;
/** The Dataspace Protocol's, in its releases. */
const timestampNames = [
  "timestamp",
  ...["v0.8", "2024/1", "2025/1"].map((release) => `https://w3id.org/dspace/${release}/timestamp`),
];

function policyOf(node: Node): Policy {
  const members = membersOf(node, "policy");
  const own = [...rules, ...parties, "target", "profile", "inheritFrom"].map(odrl);
  const kind = kindOf(members.get("@type"), node);
  const isAgreement = kind === "Agreement";
  onlyMembers(members, ["@context", "@id", "@type", ...own, ...(isAgreement ? timestampNames : [])]);
  emptyMember(members.get(odrl("inheritFrom")));
  const { use, permissions } = permissionsOf(members, node);
  const prohibitions = atomsOfRules(members, "prohibition", use);
  const obligations = atomsOfRules(members, "obligation", use);
  checkProhibitions(permissions, prohibitions, node.path);
  checkObligations(obligations, node.path);
  return {
    kind,
    use,
    id: isAgreement ? literalOf(onlyOne(members.get("@id"), node, "@id")) : null,
    profiles: inOrder(listOf(members.get(odrl("profile"))).map(nameOf)),
    assigner: partyOf(members, "assigner", node, isAgreement),
    assignee: partyOf(members, "assignee", node, isAgreement),
    targets: inOrder(listOf(members.get(odrl("target"))).map(literalOf)),
    timestamp: isAgreement ? timestampOf(members) : null,
    permissions,
    prohibitions,
    obligations,
  };
}

/** Without a type a policy is a set, which is what ODRL says. */
function kindOf(node: Node | undefined, parent: Node): Policy["kind"] {
  if (node === undefined) return "Set";
  const one = onlyOne(node, parent, "@type");
  const name = nameOf(one);
  const kind = (["Set", "Offer", "Agreement", "Policy"] as const).find((each) => name === odrl(each));
  if (kind !== undefined) return kind === "Policy" ? "Set" : kind;
  throw new PolicyError(
    "POLICY_VALUE",
    one.path,
    "This is no type of policy.",
    "Types are Set, Offer and Agreement.",
  );
}

function partyOf(
  members: Members,
  role: (typeof parties)[number],
  policy: Node,
  asked: boolean,
): string | null {
  const node = members.get(odrl(role));
  return node === undefined && !asked ? null : literalOf(onlyOne(node, policy, role));
}

function timestampOf(members: Members): string | null {
  const [node] = timestampNames.flatMap((name) => listOf(members.get(name)));
  if (node === undefined) return null;
  const { data, success } = dateTime.schema.safeParse(literalOf(node));
  if (success) return data;
  throw new PolicyError("POLICY_VALUE", node.path, "This is no moment.", `Expected is ${dateTime.expected}.`);
}
