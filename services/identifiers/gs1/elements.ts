import { IdentifierError, inWhole } from "../errors.js";
import { encodedOffset, percentDecode } from "../percentEncoding.js";
import { type ApplicationIdentifier, applicationIdentifier, unassigned } from "./applicationIdentifiers.js";
import { checkValue } from "./value.js";

/** An application identifier and its decoded value. */
export interface Element {
  readonly ai: string;
  readonly value: string;
}

/** Checks an element by itself. An AI that is not assigned yet takes any value: element strings may carry it. */
export function checkElement({ ai, value }: Element): void {
  checkValue(applicationIdentifier(ai) ?? unassigned(ai), value);
}

/** An element whose value stands percent-encoded at a place of the whole text; it is checked by itself. */
export function decodedElement(known: ApplicationIdentifier, text: string, position: number): Element {
  const value = percentDecode(text, position);
  try {
    checkValue(known, value);
  } catch (error) {
    throw inWhole(error, (offset) => position + encodedOffset(text, offset));
  }
  return { ai: known.ai, value };
}

/** Whether an AI is a primary key of a Digital Link. */
export function isKey(ai: string): boolean {
  return applicationIdentifier(ai)?.qualifiers !== undefined;
}

/** The element of an AI among others. */
export function elementOf(elements: readonly Element[], ai: string): Element | undefined {
  for (const element of elements) if (element.ai === ai) return element;
  return undefined;
}

/** Elements as they are read from a text, each checked by itself, and where the AI of each stands there. */
export interface ReadElements {
  readonly elements: readonly Element[];
  readonly positions: readonly number[];
}

/** Where the AI of an element stands, the last time. */
export function positionIn({ elements, positions }: ReadElements, ai: string): number | undefined {
  return positions[elements.findLastIndex((element) => element.ai === ai)];
}

/** An error about elements, to be thrown in its place: one that names an AI is placed where that stands. */
export function inPlace(error: unknown, positionOf: (ai: string) => number | undefined): unknown {
  if (!(error instanceof IdentifierError)) return error;
  const { ai } = error.details;
  const position = typeof ai === "string" ? positionOf(ai) : undefined;
  return position === undefined ? error : error.placedAt(position);
}
