import { ledgerCanonical } from "../canonical.js";
import { IdentifierError } from "../errors.js";
import type { Gs1Identifier } from "../identifier.js";
import { percentEncode } from "../percentEncoding.js";
import { applicationIdentifier } from "./applicationIdentifiers.js";
import { isRight } from "./combinations.js";
import { checkElement, type Element } from "./elements.js";
import { checkPairing } from "./pairing.js";

/**
 * A GS1 identifier from its parts, none of them encoded: every value, the qualifiers' order and what must or must not
 * stand together are checked.
 */
export function gs1Identifier(
  key: Element,
  qualifiers: readonly Element[] = [],
  attributes: readonly Element[] = [],
): Gs1Identifier {
  for (const element of [key, ...qualifiers, ...attributes]) checkElement(element);
  return assemble(key, qualifiers, attributes);
}

/** A GS1 identifier from parts that have each been checked by themselves. Its errors name the AI that they are about. */
export function assemble(
  key: Element,
  qualifiers: readonly Element[],
  attributes: readonly Element[],
): Gs1Identifier {
  if (attributes.length === 0 && isRight(key, qualifiers)) return joined(key, qualifiers, attributes);
  const elements = [key, ...qualifiers, ...attributes];
  checkDuplicates(elements);
  checkSequence(key, qualifiers);
  for (const attribute of attributes) checkAttribute(attribute);
  checkPairing(elements);
  return joined(key, qualifiers, attributes);
}

/** The same of a key and qualifiers that follow one of its sequences, no AI twice: what may stand together is left to check. */
export function combine(
  key: Element,
  qualifiers: readonly Element[],
  attributes: readonly Element[],
): Gs1Identifier {
  if (attributes.length === 0 && isRight(key, qualifiers)) return joined(key, qualifiers, attributes);
  for (const attribute of attributes) checkAttribute(attribute);
  checkPairing([key, ...qualifiers, ...attributes]);
  return joined(key, qualifiers, attributes);
}

/**
 * A key with some of the qualifiers of an identifier, in their order: all that could be wrong with it is that one is missing beside
 * which alone the key can stand.
 */
export function withSome({ key }: Gs1Identifier, qualifiers: readonly Element[]): Gs1Identifier {
  if (!isRight(key, qualifiers)) checkPairing([key, ...qualifiers]);
  return joined(key, qualifiers, []);
}

/** The identifier of parts that are right, each by itself and together. */
export function joined(
  key: Element,
  qualifiers: readonly Element[],
  attributes: readonly Element[],
): Gs1Identifier {
  return {
    scheme: "gs1",
    canonical: ledgerCanonical(path(key, qualifiers)),
    key,
    qualifiers,
    attributes,
  };
}

function path(key: Element, qualifiers: readonly Element[]): string {
  let text = segments(key);
  for (const qualifier of qualifiers) text += `/${segments(qualifier)}`;
  return text;
}

function segments({ ai, value }: Element): string {
  return `${ai}/${applicationIdentifier(ai)?.numeric ? value : percentEncode(value)}`;
}

/** Refuses an AI that is there twice. */
export function checkDuplicates(elements: readonly Element[]): void {
  for (let index = 1; index < elements.length; index += 1) {
    const ai = elements[index]?.ai ?? "";
    if (!isAmongFirst(elements, index, ai)) continue;
    throw new IdentifierError("IDENTIFIER_DUPLICATE", `AI (${ai}) is there twice`, {
      hint: "Give each application identifier once.",
      details: { ai },
    });
  }
}

function isAmongFirst(elements: readonly Element[], count: number, ai: string): boolean {
  for (let index = 0; index < count; index += 1) if (elements[index]?.ai === ai) return true;
  return false;
}

function checkSequence(key: Element, qualifiers: readonly Element[]): void {
  const sequences = applicationIdentifier(key.ai)?.qualifiers;
  if (sequences === undefined) throw noKey(key);
  let fitting = 0;
  for (const sequence of sequences) fitting = Math.max(fitting, countInOrder(qualifiers, sequence));
  const misplaced = qualifiers[fitting];
  if (misplaced === undefined) return;
  const given = qualifiers.map(({ ai }) => ai);
  const allowed = sequences.map((sequence) => sequence.join(", ")).filter((text) => text !== "");
  throw new IdentifierError(
    "IDENTIFIER_QUALIFIER_ORDER",
    `AI (${key.ai}) cannot be followed by ${given.join(", ")} in a Digital Link's path`,
    {
      hint:
        allowed.length === 0
          ? "This key takes no qualifiers."
          : `It takes, in this order: ${allowed.join("; or ")}.`,
      details: { ai: misplaced.ai, qualifiers: given },
    },
  );
}

export function noKey({ ai }: Element): IdentifierError {
  return new IdentifierError("IDENTIFIER_NO_KEY", `AI (${ai}) is no primary key of a Digital Link`, {
    hint: "Begin with a key, such as 01 (GTIN), 00 (SSCC), 414 (GLN) or 8004 (GIAI).",
    details: { ai },
  });
}

/** How many qualifiers, from the first on, follow a sequence, some of which may be left out. */
function countInOrder(qualifiers: readonly Element[], sequence: readonly string[]): number {
  let count = 0;
  for (const ai of sequence) if (qualifiers[count]?.ai === ai) count += 1;
  return count;
}

function checkAttribute({ ai }: Element): void {
  if (applicationIdentifier(ai)?.attribute !== false) return;
  throw new IdentifierError(
    "IDENTIFIER_ATTRIBUTE",
    `AI (${ai}) cannot be a data attribute of a Digital Link`,
    {
      hint: `Leave (${ai}) away, or put it among the qualifiers where the key takes it.`,
      details: { ai },
    },
  );
}
