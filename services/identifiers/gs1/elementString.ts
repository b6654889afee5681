import { IdentifierError, withOffset } from "../errors.js";
import type { Gs1Identifier } from "../identifier.js";
import { checkInput } from "../text.js";
import { applicationIdentifier, couldBeAssigned } from "./applicationIdentifiers.js";
import { arrange } from "./arrange.js";
import { checkElement, type Element, isKey, type Place, withPlaces } from "./elements.js";
import { checkPairing } from "./pairing.js";

/** Whether a text begins like a bracketed element string. */
export function claimsToBeElementString(input: string): boolean {
  return /^\([0-9]/.test(input);
}

/** An element of an element string with the places of its AI and its value. */
export interface PlacedElement extends Element {
  readonly position: number;
  readonly valueAt: number;
  /** Offset in the text of its value's character at an offset. */
  place(offset: number): number;
}

/**
 * Reads a bracketed element string, `(01)…(21)…`; a literal `(` in a value is written `\(`. Every element is checked, and
 * what must stand together; an element that is there twice with one value counts once.
 */
export function parseElementString(input: string): readonly Element[] {
  checkInput(input, "The element string");
  const { elements, places } = distinct(bracketed(input));
  withPlaces(places, () => checkPairing(elements));
  return elements;
}

/** Reads a bracketed element string that holds a primary key as the identifier of its Digital Link. */
export function parseElementStringIdentifier(input: string): Gs1Identifier {
  return identifierOf(bracketed(input));
}

/** The identifier of the elements' first primary key, with what stands beside it. */
export function identifierOf(placed: Iterable<PlacedElement>): Gs1Identifier {
  const { elements, places } = distinct(placed);
  const key = elements.find(({ ai }) => isKey(ai));
  if (key === undefined) {
    throw new IdentifierError("IDENTIFIER_NO_KEY", "The element string holds no GS1 key", {
      hint: "It needs a primary key of a Digital Link, such as (01), (00), (414) or (8004).",
    });
  }
  return withPlaces(places, () => arrange(key, elements));
}

/** Elements, each checked by itself and there once; one that is there twice with one value counts once. */
export function distinct(placed: Iterable<PlacedElement>): { elements: Element[]; places: Place[] } {
  const elements: Element[] = [];
  const places: Place[] = [];
  for (const { ai, value, position, valueAt, place } of placed) {
    const before = elements.find((element) => element.ai === ai);
    if (before !== undefined && before.value !== value) {
      throw new IdentifierError("IDENTIFIER_DUPLICATE", `AI (${ai}) is there twice with different values`, {
        hint: "Give each application identifier once.",
        position: valueAt,
        details: { ai },
      });
    }
    const element = { ai, value };
    withOffset(place, () => checkElement(element));
    if (before !== undefined) continue;
    elements.push(element);
    places.push({ ai, position });
  }
  return { elements, places };
}

const bracketedAi = /\(([0-9]{2,4})\)/y;
const bracketedValue = /(?:\\\(|[^(])*/y;

function* bracketed(input: string): Generator<PlacedElement> {
  let position = 0;
  while (position < input.length) {
    const ai = matchAt(bracketedAi, input, position)?.[1];
    if (ai === undefined) {
      throw new IdentifierError("IDENTIFIER_SYNTAX", "There is no application identifier in brackets", {
        hint: "Write elements as (01)09506000134352(21)4711; a literal ( in a value is \\(.",
        position,
      });
    }
    checkKnown(ai, position + 1);
    const valueAt = position + ai.length + 2;
    const raw = matchAt(bracketedValue, input, valueAt)?.[0] ?? "";
    const place = (offset: number): number => valueAt + escapedOffset(raw, offset);
    const value = raw.includes("\\(") ? raw.replaceAll("\\(", "(") : raw;
    yield { ai, value, position: position + 1, valueAt, place };
    position = valueAt + raw.length;
  }
}

function matchAt(sticky: RegExp, text: string, position: number): RegExpExecArray | null {
  sticky.lastIndex = position;
  return sticky.exec(text);
}

/** Where in a value with escaped brackets the character stands that is at an offset of the value without escapes. */
function escapedOffset(raw: string, offset: number): number {
  let at = 0;
  for (let passed = 0; passed < offset; passed += 1) at += raw.startsWith("\\(", at) ? 2 : 1;
  return at;
}

function checkKnown(ai: string, position: number): void {
  if (applicationIdentifier(ai) !== undefined || couldBeAssigned(ai)) return;
  throw new IdentifierError("IDENTIFIER_UNKNOWN_AI", `There is no application identifier (${ai})`, {
    hint: "Check the digits in brackets.",
    position,
    details: { ai },
  });
}

/** The bracketed element string of an identifier, attributes included. */
export function elementString(identifier: Gs1Identifier): string {
  return [identifier.key, ...identifier.qualifiers, ...identifier.attributes]
    .map(({ ai, value }) => `(${ai})${value.replaceAll("(", "\\(")}`)
    .join("");
}
