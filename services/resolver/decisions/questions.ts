/** From what a caller sends to questions that can be decided. */
import { toDigest } from "../../ledger/hex.js";
import type { Question } from "../../rights/decisions/question.js";
import { policyDigest } from "../../rights/policies/canonical.js";
import { PolicyError } from "../../rights/policies/errors.js";
import type { Policy } from "../../rights/policies/model.js";
import { parsePolicy } from "../../rights/policies/parse.js";
import type { Address, Digest } from "../../store/model.js";
import { ResolverError } from "../errors.js";
import type { AskedData } from "./schema.js";

export function questionOf(
  { asset, scope, action, onBehalfOf, opening, grant, purpose, meter }: AskedData,
  subject: Address | null,
  policies: ReadonlyMap<Digest, Policy>,
): Question {
  return {
    subject,
    onBehalfOf: onBehalfOf ?? null,
    asset,
    scope,
    action,
    openings: opening === undefined ? [] : [opening],
    grant: grant ?? null,
    purpose: purpose ?? null,
    meter: meter ?? null,
    policies,
  };
}

/**
 * Policies by the digest under which terms name them.
 * @throws ResolverError RESOLVER_INVALID_BODY
 */
export function policiesOf(documents: readonly unknown[]): ReadonlyMap<Digest, Policy> {
  return new Map(documents.map(policyOf).map((policy) => [toDigest(policyDigest(policy)), policy]));
}

function policyOf(document: unknown, place: number): Policy {
  try {
    return parsePolicy(document);
  } catch (cause) {
    if (!(cause instanceof PolicyError)) throw cause;
    throw new ResolverError("RESOLVER_INVALID_BODY", `'policies.${place}' is not right: ${cause.message}`, {
      hint: cause.hint,
      cause,
    });
  }
}
