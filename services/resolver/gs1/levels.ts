/** The levels of a GS1 key at which links can stand (GS1-Conformant Resolver 1.2, section 2.5.9). */
import { IdentifierError } from "../../identifiers/errors.js";
import type { Gs1Identifier } from "../../identifiers/identifier.js";
import { type Element, gs1Identifier } from "../../identifiers/index.js";

/**
 * The identifier itself, then all that it is a part of, nearest first: its key with each selection of its qualifiers. A serial
 * number outweighs a lot, and a lot a variant: `01/…/21/…` comes before `01/…/10/…` for what names both.
 */
export function levelsOf(
  identifier: Gs1Identifier,
): readonly [own: Gs1Identifier, ...coarser: Gs1Identifier[]] {
  const [, ...coarser] = selections(identifier.qualifiers);
  return [identifier, ...coarser.flatMap((qualifiers) => level(identifier.key, qualifiers))];
}

/** All selections of qualifiers in their order: those with the last one first, all of them at the very first. */
function selections(qualifiers: readonly Element[]): readonly (readonly Element[])[] {
  const last = qualifiers.at(-1);
  if (last === undefined) return [[]];
  const others = selections(qualifiers.slice(0, -1));
  return [...others.map((selection) => [...selection, last]), ...others];
}

/** None where the key cannot stand with these qualifiers alone: a payment GLN without its reference. */
function level(key: Element, qualifiers: readonly Element[]): Gs1Identifier[] {
  try {
    return [gs1Identifier(key, qualifiers)];
  } catch (error) {
    if (error instanceof IdentifierError && error.code === "IDENTIFIER_PAIRING") return [];
    throw error;
  }
}
