import { IdentifierError } from "../errors.js";
import { applicationIdentifier, unassigned } from "./applicationIdentifiers.js";
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

/** Whether an AI is a primary key of a Digital Link. */
export function isKey(ai: string): boolean {
  return applicationIdentifier(ai)?.qualifiers !== undefined;
}

/** Where in a text an AI stands. */
export interface Place {
  readonly ai: string;
  readonly position: number;
}

/** Runs a step that looks at elements only; an error that names an AI is then placed where it stands, the last time. */
export function withPlaces<T>(places: readonly Place[], step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof IdentifierError)) throw error;
    const place = places.findLast(({ ai }) => ai === error.details.ai);
    throw place === undefined ? error : error.placedAt(place.position);
  }
}
