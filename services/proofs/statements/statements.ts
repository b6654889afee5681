/** What a proof shows, and what it leaves open, in plain words. */
import type { Answer } from "../answers/answer.js";
import type { Question } from "../document/questions.js";
import { attestationStatements, legalIdStatements } from "./attestations.js";
import { anchorStatements, bundleStatements } from "./evidence.js";
import { freezesStatements } from "./freezes.js";
import { guardiansStatements } from "./guardians.js";
import { batchStatements, memberStatements, recordStatements } from "./identifiers.js";
import { didStatements, namespaceStatements, partyStatements } from "./parties.js";
import { bindingStatements, equivalenceStatements, relationStatements } from "./relations.js";
import { allowanceStatements, grantStatements, groupStatements, quotaStatements } from "./rights.js";
import { sealedStatements } from "./sealed.js";
import { type Statement, type Statements, statement } from "./statement.js";
import { compositionStatements, derivationStatements, twinStatements } from "./twins.js";

export type { Statement, StatementCode } from "./statement.js";

/** Of every proof. */
const always: readonly Statement[] = [
  statement("OPEN_LATER", "What happened after the block."),
  statement(
    "OPEN_FINALITY",
    "That the block is final and of that chain: that is the word of whom you trust for its hash.",
  ),
  statement(
    "OPEN_CODE",
    "That the registries' code is the published: that is the word of whom you have the deployment file from.",
  ),
];

export function statementsOf(question: Question, answer: Answer): Statements {
  const name = "identifier" in question ? `${question.scheme} ${question.identifier}` : "";
  const { proven, open } = ownStatements(name, answer);
  return { proven, open: [...open, ...always] };
}

/** @param name The identifier that was asked for, where one was. */
function ownStatements(name: string, answer: Answer): Statements {
  switch (answer.kind) {
    case "record":
      return recordStatements(name, answer);
    case "member":
      return memberStatements(name, answer);
    case "binding":
      return bindingStatements(name, answer);
    case "equivalence":
      return equivalenceStatements(answer);
    case "namespace":
      return namespaceStatements(answer);
    case "batch":
      return batchStatements(answer);
    case "sealed":
      return sealedStatements(answer);
    case "party":
      return {
        proven: partyStatements(answer),
        open: [
          statement(
            "OPEN_PROFILE",
            "Its name and profile, its DID document, and what registrars attest of it.",
          ),
        ],
      };
    case "guardians":
      return guardiansStatements(answer);
    case "attestation":
      return attestationStatements(answer);
    case "legalId":
      return legalIdStatements(answer);
    case "relation":
      return relationStatements(answer);
    case "did":
      return didStatements(answer);
    case "twin":
      return twinStatements(answer);
    case "derivation":
      return derivationStatements(answer);
    case "composition":
      return compositionStatements(answer);
    case "grant":
      return grantStatements(answer);
    case "quota":
      return quotaStatements(answer);
    case "allowance":
      return allowanceStatements(answer);
    case "group":
      return groupStatements(answer);
    case "anchor":
      return anchorStatements(answer);
    case "bundle":
      return bundleStatements(answer);
    case "freezes":
      return freezesStatements(answer);
  }
}
