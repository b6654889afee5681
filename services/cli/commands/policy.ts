/** `cadastre policy`: ODRL usage policies, read without a ledger. */
import { Command } from "commander";
import { canonicalPolicy, policyDigest, policyDocument } from "../../rights/policies/canonical.js";
import { PolicyError } from "../../rights/policies/errors.js";
import type { Policy } from "../../rights/policies/model.js";
import { statementLines, statementsOf } from "../../rights/policies/statements.js";
import {
  granteesOf,
  type PolicyEnd,
  type PolicyTerms,
  termsOfPolicy,
} from "../../rights/policies/translate.js";
import { type Context, doing } from "../context.js";
import { granteeNames, readPolicy } from "../names/policy.js";
import { writeFileFor } from "../output/file.js";
import { type Fact, facts, utcTime } from "../output/layout.js";
import { styled } from "../output/output.js";
import { safe } from "../output/safe.js";

interface ShowOptions {
  readonly canonical?: string;
}

export function policyCommand(): Command {
  const policy = new Command("policy").description(
    "read and check ODRL usage policies, and say what they mean",
  );
  policy
    .command("show")
    .description("say in plain words what a policy means, who checks it, and which terms come of it")
    .argument("<file>", "ODRL policy in JSON-LD, or a connector's policy definition")
    .option(
      "--canonical <file>",
      "write the policy in its one form, whose SHA-256 is the digest on the ledger",
    )
    .action(doing<ShowOptions>(show));
  policy
    .command("check")
    .description("check a policy against ODRL and the profile of Catena-X (CX-0152)")
    .argument("<file>", "ODRL policy in JSON-LD, or a connector's policy definition")
    .action(doing<object>(check));
  return policy;
}

async function show({ output }: Context, { canonical }: ShowOptions, file: string): Promise<void> {
  const policy = await readPolicy(file);
  if (canonical !== undefined) await writeFileFor(canonical, canonicalPolicy(policy));
  const statements = statementsOf(policy);
  const grantees = granteesOf(policy);
  const digest = policyDigest(policy);
  const found = termsOrReason(policy);
  const legend = [
    "[ledger] the contract enforces it; [decision] for whoever decides on a request, the resolver or the data's host;",
    "[text] agreed, and checked by nobody's machine.",
  ];
  const text = [
    ...statementLines(statements).map(safe),
    "",
    ...legend.map((line) => styled("dim", line)),
    "",
    facts([["digest", digest], ...termsFacts(found), ["names", granteeNames(grantees)]]),
  ];
  output.result(text.join("\n"), { digest, ...found, grantees, statements, policy: policyDocument(policy) });
}

async function check({ output }: Context, _options: object, file: string): Promise<void> {
  const policy = await readPolicy(file);
  const digest = policyDigest(policy);
  const found = termsOrReason(policy);
  output.result(
    `${styled("green", "✓")} The policy is in order.\n${facts([["digest", digest], ...termsFacts(found)])}`,
    { digest, ...found },
  );
}

type FoundTerms =
  | { readonly terms: PolicyTerms }
  /** @param reason Why no terms come of a policy that is in order. */
  | { readonly terms: null; readonly reason: string };

function termsOrReason(policy: Policy): FoundTerms {
  try {
    return { terms: termsOfPolicy(policy) };
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return { terms: null, reason: error.message };
  }
}

function termsFacts(found: FoundTerms): readonly Fact[] {
  if (found.terms === null) return [["terms", `none: ${found.reason}`]];
  const { actions, exclusive, byAcceptance, end } = found.terms;
  const also = [exclusive ? "exclusive" : "", byAcceptance ? "by acceptance" : ""];
  return [["terms", [actions.join(", "), ...also.filter((word) => word !== ""), endText(end)].join("; ")]];
}

function endText(end: PolicyEnd): string {
  switch (end.kind) {
    case "never":
      return "no end";
    case "at":
      return `until ${utcTime(end.time)}`;
    case "after":
      return `for ${end.days} days`;
    case "unstated":
      return "--until is for you to say";
  }
}
