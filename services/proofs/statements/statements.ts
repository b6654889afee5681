/** What a proof shows, and what it leaves open, in plain words. */
import type { Answer } from "../answers/answer.js";
import type { Question } from "../document/questions.js";
import { memberStatements, recordStatements, type Statements } from "./identifiers.js";
import { partyStatements } from "./parties.js";
import { type Statement, statement } from "./statement.js";
import { freezesStatements, grantStatements, twinStatements } from "./things.js";

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
    case "twin":
      return twinStatements(answer);
    case "grant":
      return grantStatements(answer);
    case "freezes":
      return freezesStatements(answer);
  }
}
