/** Checks that the codes of several schemes have in common. */
import { IdentifierError } from "./errors.js";
import { hasLabel, quoted } from "./text.js";

/** A text without a label such as `lei:` in front, in either case, and how much that cut off. */
export function withoutLabel(input: string, label: string): { text: string; offset: number } {
  const offset = hasLabel(input, label) ? label.length : 0;
  return { text: input.slice(offset), offset };
}

/** @param what names the kind of code at the beginning of a sentence. */
export function checkLength(value: string, length: number, what: string): void {
  if (value.length === length) return;
  throw new IdentifierError(
    "IDENTIFIER_LENGTH",
    `${what} has ${length} characters; this one has ${value.length}`,
    { hint: "Check that it was copied whole.", position: Math.min(length, value.length) },
  );
}

/** @param rule what the code consists of, as a sentence without its end. */
export function checkCharacters(value: string, foreign: RegExp, rule: string): void {
  const position = value.search(foreign);
  if (position < 0) return;
  throw new IdentifierError("IDENTIFIER_CHARACTER", `${rule}; ${quoted(value.charAt(position))} is neither`, {
    hint: "Check the character at that place.",
    position,
  });
}

/** Compares the check characters that stand at a place of a code to those that the other characters call for. */
export function checkCheckCharacters(value: string, position: number, expected: string, what: string): void {
  if (value.startsWith(expected, position)) return;
  throw new IdentifierError(
    "IDENTIFIER_CHECK_DIGIT",
    `${what} ${quoted(value)} has ${quoted(value.slice(position, position + expected.length))} to check it, which is wrong`,
    {
      hint: `By its other characters, ${expected} stands there; look for a mistyped character.`,
      position,
      details: { expected },
    },
  );
}
