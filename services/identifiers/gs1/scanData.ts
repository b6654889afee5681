import { IdentifierError } from "../errors.js";
import type { Gs1Identifier } from "../identifier.js";
import { checkInput, quoted } from "../text.js";
import {
  type ApplicationIdentifier,
  applicationIdentifier,
  applicationIdentifierAt,
  lengthOfAi,
} from "./applicationIdentifiers.js";
import { identifierOf, newElement } from "./elementString.js";
import type { Element, ReadElements } from "./elements.js";

/** What a scanner sends for the function character FNC1 between elements: the group separator. */
const separator = "\u001d";

/** Symbology identifiers of the barcodes that carry element strings: GS1-128, DataBar, DataMatrix, QR Code, DotCode. */
const symbology = /^\](?:C1|e0|d2|Q3|J1)/;

/** Whether a text is what a scanner sends for an element string: with a symbology identifier in front, or separators in it. */
export function claimsToBeScanData(input: string): boolean {
  return (input.startsWith("]") && symbology.test(input)) || input.includes(separator);
}

/**
 * Reads an element string as a barcode holds it: AIs without brackets, a separator after every value whose length does not
 * follow from its AI, unless it is the last; a symbology identifier or a separator may stand in front.
 */
export function parseScanData(input: string): Gs1Identifier {
  const start = (symbology.exec(input)?.[0] ?? (input.startsWith(separator) ? separator : "")).length;
  checkInput(input.replaceAll(separator, ""), "The element string");
  return identifierOf(unbracketed(input, start));
}

function unbracketed(input: string, start: number): ReadElements {
  const elements: Element[] = [];
  const positions: number[] = [];
  let position = start;
  while (position < input.length) {
    const known = knownAt(input, position);
    const valueAt = position + known.ai.length;
    const end = endOfValue(input, valueAt, known);
    const element = newElement(elements, known, input.slice(valueAt, end), valueAt);
    if (element !== undefined) {
      elements.push(element);
      positions.push(position);
    }
    position = input.startsWith(separator, end) ? end + 1 : end;
  }
  return { elements, positions };
}

function knownAt(input: string, position: number): ApplicationIdentifier {
  const length = lengthOfAi(input.slice(position, position + 2)) ?? 2;
  const end = Math.min(position + length, input.length);
  const known = applicationIdentifierAt(input, position, end);
  if (known !== undefined) return known;
  const ai = input.slice(position, end);
  throw new IdentifierError("IDENTIFIER_UNKNOWN_AI", `There is no application identifier ${quoted(ai)}`, {
    hint: "Check that a separator ends each value of variable length, and that each of fixed length is whole.",
    position,
    details: { ai },
  });
}

function endOfValue(
  input: string,
  valueAt: number,
  { fixedLength, components }: ApplicationIdentifier,
): number {
  const next = input.indexOf(separator, valueAt);
  const end = next < 0 ? input.length : next;
  if (!fixedLength) return end;
  return Math.min(end, valueAt + components.reduce((sum, { max }) => sum + max, 0));
}

/** The element string of an identifier as a barcode holds it, attributes included, without a symbology identifier. */
export function scanData({ key, qualifiers, attributes }: Gs1Identifier): string {
  const elements = [key, ...qualifiers, ...attributes];
  return elements.map((element, index) => withSeparator(element, index === elements.length - 1)).join("");
}

function withSeparator({ ai, value }: Element, last: boolean): string {
  const ends = last || applicationIdentifier(ai)?.fixedLength === true;
  return `${ai}${value}${ends ? "" : separator}`;
}
