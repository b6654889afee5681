import { IdentifierError, withOffset } from "../errors.js";
import type { Gs1Identifier } from "../identifier.js";
import { checkInput } from "../text.js";
import { applicationIdentifier, couldBeAssigned } from "./applicationIdentifiers.js";
import { checkElement, type Element, gs1Identifier } from "./gs1Identifier.js";
import { checkPairing } from "./pairing.js";

/** Whether a text begins like a bracketed element string. */
export function claimsToBeElementString(input: string): boolean {
  return /^\([0-9]/.test(input);
}

/**
 * Reads a bracketed element string, `(01)…(21)…`; a literal `(` in a value is written `\(`. Every element is checked, and
 * what must stand together; an element that is there twice with one value counts once.
 */
export function parseElementString(input: string): readonly Element[] {
  checkInput(input, "The element string");
  const elements: Element[] = [];
  for (const { ai, value, valueAt, escaped } of split(input)) {
    const before = elements.find((element) => element.ai === ai);
    if (before !== undefined && before.value !== value) {
      throw new IdentifierError("IDENTIFIER_DUPLICATE", `AI (${ai}) is there twice with different values`, {
        hint: "Give each application identifier once.",
        position: valueAt,
        details: { ai },
      });
    }
    withOffset(escaped ? undefined : valueAt, () => checkElement({ ai, value }));
    if (before === undefined) elements.push({ ai, value });
  }
  checkPairing(elements.map((element) => element.ai));
  return elements;
}

/** Reads an element string that holds a primary key as the identifier of its Digital Link. */
export function parseElementStringIdentifier(input: string): Gs1Identifier {
  const elements = parseElementString(input);
  const key = elements.find(({ ai }) => applicationIdentifier(ai)?.qualifiers !== undefined);
  if (key === undefined) {
    throw new IdentifierError("IDENTIFIER_NO_KEY", "The element string holds no GS1 key", {
      hint: "It needs a primary key of a Digital Link, such as (01), (00), (414) or (8004).",
    });
  }
  const { qualifiers, attributes } = arrange(key, elements);
  return gs1Identifier(key, qualifiers, attributes);
}

/** The sequence of qualifiers that takes up the most elements while the others can be attributes. */
function arrange(
  key: Element,
  elements: readonly Element[],
): { qualifiers: Element[]; attributes: Element[] } {
  const candidates = (applicationIdentifier(key.ai)?.qualifiers ?? []).map((sequence) => {
    const qualifiers = sequence.flatMap((ai) => elements.filter((element) => element.ai === ai));
    const attributes = elements.filter((element) => element !== key && !qualifiers.includes(element));
    const fits = attributes.every(({ ai }) => applicationIdentifier(ai)?.attribute !== false);
    return { qualifiers, attributes, rank: qualifiers.length + (fits ? elements.length : 0) };
  });
  return candidates.reduce((best, next) => (next.rank > best.rank ? next : best));
}

function* split(input: string): Generator<Element & { valueAt: number; escaped: boolean }> {
  let position = 0;
  while (position < input.length) {
    const ai = /^\(([0-9]{2,4})\)/.exec(input.slice(position, position + 6))?.[1];
    if (ai === undefined) {
      throw new IdentifierError("IDENTIFIER_SYNTAX", "There is no application identifier in brackets", {
        hint: "Write elements as (01)09506000134352(21)4711; a literal ( in a value is \\(.",
        position,
      });
    }
    checkKnown(ai, position + 1);
    const valueAt = position + ai.length + 2;
    const raw = /^(?:\\\(|[^(])*/.exec(input.slice(valueAt))?.[0] ?? "";
    yield { ai, value: raw.replaceAll("\\(", "("), valueAt, escaped: raw.includes("\\(") };
    position = valueAt + raw.length;
  }
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
