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
    const text = value.slice(position, position + component.max);
    checkComponent(entry, component, text, position);
    position += text.length;
  }
  if (position < value.length) throw wrongLength(entry, value.length, position);
}

function checkComponent(
  entry: ApplicationIdentifier,
  component: Component,
  text: string,
  position: number,
): void {
  const { foreign, name } = component.charset;
  const at = text.search(foreign);
  if (at >= 0) {
    throw new IdentifierError(
      "IDENTIFIER_CHARACTER",
      `The value of AI (${entry.ai}) takes ${name} at offset ${position + at}`,
      {
        hint: "Check the character at that place.",
        position: position + at,
        details: { ai: entry.ai },
      },
    );
  }
  if (text.length < component.min) throw wrongLength(entry, position + text.length, position + text.length);
  for (const check of component.checks) {
    const fault = check(text);
    if (fault === undefined) continue;
    throw new IdentifierError(fault.code, `The value of AI (${entry.ai}) ${fault.message}`, {
      hint: fault.hint,
      position: position + fault.at,
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
