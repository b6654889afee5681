/** The one text of a policy, and its digest, which is what the ledger keeps of it. */
import { createHash } from "node:crypto";
import type { Atom, Condition, Conditions, Policy } from "./model.js";
import { canonicalText } from "./order.js";
import { odrlNamespace, profileReleases } from "./vocabulary.js";

/** SHA-256 of the canonical text: `Terms.policy` on the ledger. */
export function policyDigest(policy: Policy): `0x${string}` {
  return `0x${createHash("sha256").update(canonicalPolicy(policy)).digest("hex")}`;
}

/**
 * RFC 8785 JSON of the policy's canonical document. It is JSON-LD that stands by itself: no context has to be fetched, and
 * operands have their full names. What is read from it is the same policy again.
 */
export function canonicalPolicy(policy: Policy): string {
  return canonicalText(policyDocument(policy));
}

/** The policy as a JSON-LD document in canonical form. */
export function policyDocument(policy: Policy): Readonly<Record<string, unknown>> {
  const { kind, use, id, profiles, assigner, assignee, targets, timestamp } = policy;
  const action = use === "usage" ? "odrl:use" : `${profileReleases[1]}access`;
  const rule = (conditions: Conditions) => ({
    "odrl:action": { "@id": action },
    "odrl:constraint": conditions.map(constraint),
  });
  const { permissions, prohibitions, obligations } = policy;
  return {
    "@context": { odrl: odrlNamespace },
    "@type": `odrl:${kind}`,
    ...(id === null ? {} : { "@id": id }),
    ...named("odrl:profile", profiles),
    ...named("odrl:assigner", assigner === null ? [] : [assigner]),
    ...named("odrl:assignee", assignee === null ? [] : [assignee]),
    ...named("odrl:target", targets),
    ...(timestamp === null ? {} : { "https://w3id.org/dspace/2025/1/timestamp": timestamp }),
    "odrl:permission": permissions.map(rule),
    ...(prohibitions.length === 0 ? {} : { "odrl:prohibition": [rule(prohibitions)] }),
    ...(obligations.length === 0 ? {} : { "odrl:obligation": [rule(obligations)] }),
  };
}

function named(member: string, ids: readonly string[]): Readonly<Record<string, unknown>> {
  return ids.length === 0 ? {} : { [member]: ids.map((id) => ({ "@id": id })) };
}

function constraint(condition: Condition): Readonly<Record<string, unknown>> {
  if (condition.kind === "atom") return atom(condition);
  return { [`odrl:${condition.kind}`]: condition.alternatives.map(alternative) };
}

function alternative(conditions: Conditions): Readonly<Record<string, unknown>> {
  const [only, more] = conditions.map(constraint);
  return only !== undefined && more === undefined ? only : { "odrl:and": conditions.map(constraint) };
}

const atom = ({ operand, release, operator, values }: Atom) => ({
  "odrl:leftOperand": { "@id": release + operand },
  "odrl:operator": { "@id": `odrl:${operator}` },
  "odrl:rightOperand": values,
});
