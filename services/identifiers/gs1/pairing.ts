import { IdentifierError } from "../errors.js";
import { applicationIdentifier, fitsPattern } from "./applicationIdentifiers.js";
import type { Element } from "./elements.js";

/** Checks what must and what must not stand together (GS1 General Specifications, section 4.13). */
export function checkPairing(elements: readonly Element[]): void {
  const present = (pattern: string, except: string): boolean =>
    elements.some(({ ai }) => ai !== except && fitsPattern(ai, pattern));
  for (const { ai } of elements) {
    const entry = applicationIdentifier(ai);
    const enemy = entry?.excludes.find((pattern) => present(pattern, ai));
    if (enemy !== undefined) throw excluded(ai, enemy);
    const unmet = entry?.requires.find(
      (groups) => !groups.some((group) => group.every((other) => present(other, ai))),
    );
    if (unmet !== undefined) throw required(ai, unmet);
  }
}

function excluded(ai: string, pattern: string): IdentifierError {
  return new IdentifierError("IDENTIFIER_PAIRING", `AI (${ai}) cannot stand beside (${pattern})`, {
    hint: "Leave one of the two away.",
    details: { ai, excludes: pattern },
  });
}

function required(ai: string, groups: readonly (readonly string[])[]): IdentifierError {
  const alternatives = groups.map((group) => group.map((other) => `(${other})`).join(" with "));
  return new IdentifierError(
    "IDENTIFIER_PAIRING",
    `AI (${ai}) needs ${alternatives.join(" or ")} beside it`,
    {
      hint: `Add it, or leave (${ai}) away.`,
      details: { ai },
    },
  );
}
