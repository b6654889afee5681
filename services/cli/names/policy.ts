/** Usage policies as people name them: a file. */
import { readBounded, utf8 } from "../../importers/textFile.js";
import { toDigest } from "../../ledger/hex.js";
import { policyDigest } from "../../rights/policies/canonical.js";
import type { Policy } from "../../rights/policies/model.js";
import { parsePolicyText } from "../../rights/policies/parse.js";
import {
  granteesOf,
  type PolicyGrantees,
  type PolicyTerms,
  termsOfPolicy,
} from "../../rights/policies/translate.js";
import type { Digest } from "../../store/model.js";

/** @throws ImportError `IMPORT_FILE_UNREADABLE`, PolicyError */
export async function readPolicy(file: string): Promise<Policy> {
  return parsePolicyText(utf8(await readBounded(file), `"${file}"`));
}

/** A policy as terms have it. */
export interface NamedPolicy {
  readonly digest: Digest;
  readonly terms: PolicyTerms;
  readonly grantees: PolicyGrantees;
}

/** @throws ImportError `IMPORT_FILE_UNREADABLE`, PolicyError */
export async function namedPolicy(file: string): Promise<NamedPolicy> {
  const policy = await readPolicy(file);
  return {
    digest: toDigest(policyDigest(policy)),
    terms: termsOfPolicy(policy),
    grantees: granteesOf(policy),
  };
}

/** Whom a policy names, in its own words: neither kind of name is the ledger's. */
export function granteeNames({ partners, groups }: PolicyGrantees): string {
  return [...partners, ...groups.map((group) => `group ${group}`)].join(", ");
}
