import { firstOutside } from "../characters.js";
import { IdentifierError } from "../errors.js";
import type { ApplicationIdentifier, Component } from "./applicationIdentifiers.js";

/** Checks an AI's value against the table. Positions in the error are offsets in the value. */
export function checkValue(entry: ApplicationIdentifier, value: string): void {
  if (value === "") {
    throw new IdentifierError("IDENTIFIER_EMPTY", `The value of AI (${entry.ai}) is empty`, {
      hint: "Give the value, or leave the AI away.",
      position: 0,
      details: { ai: entry.ai },
    });
  }
  let position = 0;
  for (const component of entry.components) {
    if (component.optional && position === value.length) break;
    const end = Math.min(position + component.max, value.length);
    checkComponent(entry, component, value, position, end);
    position = end;
  }
  if (position < value.length) throw wrongLength(entry, value.length, position);
}

/** Checks a component that stands in a value from `from` to before `to`. */
function checkComponent(
  entry: ApplicationIdentifier,
  { charset, min, checks }: Component,
  value: string,
  from: number,
  to: number,
): void {
  const foreign = firstOutside(charset.characters, value, from, to);
  if (foreign >= 0) {
    throw new IdentifierError(
      "IDENTIFIER_CHARACTER",
      `The value of AI (${entry.ai}) takes ${charset.name} at offset ${foreign}`,
      {
        hint: "Check the character at that place.",
        position: foreign,
        details: { ai: entry.ai },
      },
    );
  }
  if (to - from < min) throw wrongLength(entry, to, to);
  for (const check of checks) {
    const fault = check(value.slice(from, to));
    if (fault === undefined) continue;
    throw new IdentifierError(fault.code, `The value of AI (${entry.ai}) ${fault.message}`, {
      hint: fault.hint,
      position: from + fault.at,
      details: { ai: entry.ai },
    });
  }
}

function wrongLength(entry: ApplicationIdentifier, length: number, position: number): IdentifierError {
  const required = entry.components.filter((component) => !component.optional);
  const low = required.reduce((sum, component) => sum + component.min, 0);
  const high = entry.components.reduce((sum, component) => sum + component.max, 0);
  const range = low === high ? `${low}` : `${low} to ${high}`;
  const gtin = entry.ai === "01" && length < low;
  return new IdentifierError(
    "IDENTIFIER_LENGTH",
    `The value of AI (${entry.ai}) has ${range} characters; this one does not fit with ${length}`,
    {
      hint: gtin
        ? "Put zeros in front of a shorter GTIN until it has 14 digits."
        : "Check that it was copied whole.",
      position,
      details: { ai: entry.ai },
    },
  );
}
