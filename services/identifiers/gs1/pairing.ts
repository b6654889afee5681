import { IdentifierError } from "../errors.js";
import { type AiPattern, aiNumber, fits } from "./aiNumber.js";
import { applicationIdentifier } from "./applicationIdentifiers.js";
import type { Element } from "./elements.js";

/** Checks what must and what must not stand together (GS1 General Specifications, section 4.13). */
export function checkPairing(elements: readonly Element[]): void {
  const numbers = elements.map(({ ai }) => aiNumber(ai));
  for (const { ai } of elements) {
    const known = applicationIdentifier(ai);
    if (known === undefined) continue;
    for (const pattern of known.excludes) {
      if (isBeside(numbers, known.number, pattern)) throw excluded(ai, pattern);
    }
    for (const groups of known.requires) {
      if (!isAnyBeside(numbers, known.number, groups)) throw required(ai, groups);
    }
  }
}

/** Whether an AI that fits a pattern stands beside another. */
function isBeside(numbers: readonly number[], number: number, pattern: AiPattern): boolean {
  for (const other of numbers) if (other !== number && fits(other, pattern)) return true;
  return false;
}

type Groups = readonly (readonly AiPattern[])[];

function isAnyBeside(numbers: readonly number[], number: number, groups: Groups): boolean {
  for (const group of groups) if (areAllBeside(numbers, number, group)) return true;
  return false;
}

function areAllBeside(numbers: readonly number[], number: number, group: readonly AiPattern[]): boolean {
  for (const pattern of group) if (!isBeside(numbers, number, pattern)) return false;
  return true;
}

function excluded(ai: string, { text }: AiPattern): IdentifierError {
  return new IdentifierError("IDENTIFIER_PAIRING", `AI (${ai}) cannot stand beside (${text})`, {
    hint: "Leave one of the two away.",
    details: { ai, excludes: text },
  });
}

function required(ai: string, groups: Groups): IdentifierError {
  const alternatives = groups.map((group) => group.map(({ text }) => `(${text})`).join(" with "));
  return new IdentifierError(
    "IDENTIFIER_PAIRING",
    `AI (${ai}) needs ${alternatives.join(" or ")} beside it`,
    {
      hint: `Add it, or leave (${ai}) away.`,
      details: { ai },
    },
  );
}
