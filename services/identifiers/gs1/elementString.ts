import { characterSet, digits, firstOutside, isDigit } from "../characters.js";
import { IdentifierError, inWhole } from "../errors.js";
import type { Gs1Identifier } from "../identifier.js";
import { checkInput } from "../text.js";
import { longestAi } from "./aiNumber.js";
import {
  type ApplicationIdentifier,
  applicationIdentifierAt,
  couldBeAssigned,
  unassigned,
} from "./applicationIdentifiers.js";
import { arrange } from "./arrange.js";
import { type Element, elementOf, inPlace, isKey, positionIn, type ReadElements } from "./elements.js";
import { checkPairing } from "./pairing.js";
import { checkValue } from "./value.js";

/** Whether a text begins like a bracketed element string. */
export function claimsToBeElementString(input: string): boolean {
  return input.startsWith("(") && isDigit(input.charCodeAt(1));
}

/**
 * Reads a bracketed element string, `(01)…(21)…`; a literal `(` in a value is written `\(`. Every element is checked, and
 * what must stand together; an element that is there twice with one value counts once.
 */
export function parseElementString(input: string): readonly Element[] {
  checkInput(input, "The element string");
  const read = bracketed(input);
  try {
    checkPairing(read.elements);
  } catch (error) {
    throw inPlace(error, (ai) => positionIn(read, ai));
  }
  return read.elements;
}

/** Reads a bracketed element string that holds a primary key as the identifier of its Digital Link. */
export function parseElementStringIdentifier(input: string): Gs1Identifier {
  return identifierOf(bracketed(input));
}

/** The identifier of the elements' first primary key, with what stands beside it. */
export function identifierOf(read: ReadElements): Gs1Identifier {
  const key = firstKey(read.elements);
  if (key === undefined) {
    throw new IdentifierError("IDENTIFIER_NO_KEY", "The element string holds no GS1 key", {
      hint: "It needs a primary key of a Digital Link, such as (01), (00), (414) or (8004).",
    });
  }
  try {
    return arrange(key, read.elements);
  } catch (error) {
    throw inPlace(error, (ai) => positionIn(read, ai));
  }
}

function firstKey(elements: readonly Element[]): Element | undefined {
  for (const element of elements) if (isKey(element.ai)) return element;
  return undefined;
}

/**
 * An element that is checked by itself; undefined for one that is among those before it, where it must not have another value.
 *
 * @param valueAt Where its value stands in the text.
 */
export function newElement(
  before: readonly Element[],
  known: ApplicationIdentifier,
  value: string,
  valueAt: number,
): Element | undefined {
  const { ai } = known;
  const same = elementOf(before, ai);
  if (same?.value === value) return undefined;
  if (same !== undefined) {
    throw new IdentifierError("IDENTIFIER_DUPLICATE", `AI (${ai}) is there twice with different values`, {
      hint: "Give each application identifier once.",
      position: valueAt,
      details: { ai },
    });
  }
  try {
    checkValue(known, value);
  } catch (error) {
    throw inWhole(error, valueAt);
  }
  return { ai, value };
}

function bracketed(input: string): ReadElements {
  const elements: Element[] = [];
  const positions: number[] = [];
  let position = 0;
  while (position < input.length) {
    const valueAt = endOfBrackets(input, position);
    const known = knownAt(input, position + 1, valueAt - 1);
    const end = endOfValue(input, valueAt);
    const element = unescapedElement(elements, known, input.slice(valueAt, end), valueAt);
    if (element !== undefined) {
      elements.push(element);
      positions.push(position + 1);
    }
    position = end;
  }
  return { elements, positions };
}

/** The same as a new element whose value has its brackets escaped. */
function unescapedElement(
  before: readonly Element[],
  known: ApplicationIdentifier,
  raw: string,
  valueAt: number,
): Element | undefined {
  if (!raw.includes("\\(")) return newElement(before, known, raw, valueAt);
  try {
    return newElement(before, known, raw.replaceAll("\\(", "("), 0);
  } catch (error) {
    throw inWhole(error, (offset) => valueAt + escapedOffset(raw, offset));
  }
}

const digitCharacters = characterSet(digits);

/** Where the brackets with two to four digits end that stand at a place. */
function endOfBrackets(input: string, position: number): number {
  const end = input.indexOf(")", position);
  const length = end - position - 1;
  const isAi =
    length >= 2 && length <= longestAi && firstOutside(digitCharacters, input, position + 1, end) < 0;
  if (isAi && input.charAt(position) === "(") return end + 1;
  throw new IdentifierError("IDENTIFIER_SYNTAX", "There is no application identifier in brackets", {
    hint: "Write elements as (01)09506000134352(21)4711; a literal ( in a value is \\(.",
    position,
  });
}

/** Where the value ends that begins at a place: before the next bracket that is not escaped. */
function endOfValue(input: string, valueAt: number): number {
  let end = input.indexOf("(", valueAt);
  while (end > valueAt && input.charAt(end - 1) === "\\") end = input.indexOf("(", end + 1);
  return end < 0 ? input.length : end;
}

/** Where in a value with escaped brackets the character stands that is at an offset of the value without escapes. */
function escapedOffset(raw: string, offset: number): number {
  let at = 0;
  for (let passed = 0; passed < offset; passed += 1) at += raw.startsWith("\\(", at) ? 2 : 1;
  return at;
}

/** The AI that stands in a text, be it one that GS1 has not assigned yet. */
function knownAt(input: string, from: number, to: number): ApplicationIdentifier {
  const known = applicationIdentifierAt(input, from, to);
  if (known !== undefined) return known;
  const ai = input.slice(from, to);
  if (couldBeAssigned(ai)) return unassigned(ai);
  throw new IdentifierError("IDENTIFIER_UNKNOWN_AI", `There is no application identifier (${ai})`, {
    hint: "Check the digits in brackets.",
    position: from,
    details: { ai },
  });
}

/** The bracketed element string of an identifier, attributes included. */
export function elementString(identifier: Gs1Identifier): string {
  return [identifier.key, ...identifier.qualifiers, ...identifier.attributes]
    .map(({ ai, value }) => `(${ai})${value.replaceAll("(", "\\(")}`)
    .join("");
}
