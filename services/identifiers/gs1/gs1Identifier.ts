import { ledgerCanonical } from "../canonical.js";
import { IdentifierError } from "../errors.js";
import type { Gs1Identifier } from "../identifier.js";
import { percentEncode } from "../percentEncoding.js";
import { applicationIdentifier, unassigned } from "./applicationIdentifiers.js";
import { checkPairing } from "./pairing.js";
import { checkValue } from "./value.js";

/** An application identifier and its decoded value. */
export interface Element {
  readonly ai: string;
  readonly value: string;
}

/**
 * A GS1 identifier from its parts, none of them encoded: every value, the qualifiers' order and what must or must not
 * stand together are checked.
 */
export function gs1Identifier(
  key: Element,
  qualifiers: readonly Element[] = [],
  attributes: readonly Element[] = [],
): Gs1Identifier {
  const elements = [key, ...qualifiers, ...attributes];
  checkDuplicates(elements);
  for (const element of elements) checkElement(element);
  checkSequence(key, qualifiers);
  for (const attribute of attributes) checkAttribute(attribute);
  checkPairing(elements.map((element) => element.ai));
  return {
    scheme: "gs1",
    canonical: ledgerCanonical(
      [key, ...qualifiers].map(({ ai, value }) => `${ai}/${percentEncode(value)}`).join("/"),
    ),
    key,
    qualifiers,
    attributes,
  };
}

/** Checks an element by itself. An AI that is not assigned yet takes any value: element strings may carry it. */
export function checkElement({ ai, value }: Element): void {
  checkValue(applicationIdentifier(ai) ?? unassigned(ai), value);
}

/** Refuses an AI that is there twice. */
function checkDuplicates(elements: readonly Element[]): void {
  const seen = new Set<string>();
  for (const { ai } of elements) {
    if (seen.has(ai)) {
      throw new IdentifierError("IDENTIFIER_DUPLICATE", `AI (${ai}) is there twice`, {
        hint: "Give each application identifier once.",
        details: { ai },
      });
    }
    seen.add(ai);
  }
}

function checkSequence(key: Element, qualifiers: readonly Element[]): void {
  const sequences = applicationIdentifier(key.ai)?.qualifiers;
  if (sequences === undefined) {
    throw new IdentifierError("IDENTIFIER_NO_KEY", `AI (${key.ai}) is no primary key of a Digital Link`, {
      hint: "Begin with a key, such as 01 (GTIN), 00 (SSCC), 414 (GLN) or 8004 (GIAI).",
      details: { ai: key.ai },
    });
  }
  const given = qualifiers.map((qualifier) => qualifier.ai);
  if (sequences.some((sequence) => isOrderedSubset(given, sequence))) return;
  const allowed = sequences.map((sequence) => sequence.join(", ")).filter((text) => text !== "");
  throw new IdentifierError(
    "IDENTIFIER_QUALIFIER_ORDER",
    `AI (${key.ai}) cannot be followed by ${given.join(", ")} in a Digital Link's path`,
    {
      hint:
        allowed.length === 0
          ? "This key takes no qualifiers."
          : `It takes, in this order: ${allowed.join("; or ")}.`,
      details: { ai: key.ai, qualifiers: given },
    },
  );
}

function isOrderedSubset(given: readonly string[], sequence: readonly string[]): boolean {
  let next = 0;
  for (const ai of sequence) if (given[next] === ai) next += 1;
  return next === given.length;
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
