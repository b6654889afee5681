import { IdentifierError } from "./errors.js";
import type { Element } from "./gs1/elements.js";
import { assemble } from "./gs1/gs1Identifier.js";
import type { Gs1Identifier, LedgerIdentifier } from "./identifier.js";

/**
 * The coarser things that a GS1 identifier is part of, nearest first: its key with each selection of its qualifiers
 * (GS1-Conformant Resolver 1.2, section 2.5.9). A serial number outweighs a lot, and a lot a variant: `01/…/21/…` comes before
 * `01/…/10/…` for what names both. Attributes are not carried over. Other schemes have one level.
 */
export function coarserLevels(identifier: Gs1Identifier): readonly Gs1Identifier[];
export function coarserLevels(identifier: LedgerIdentifier): readonly LedgerIdentifier[];
export function coarserLevels(identifier: LedgerIdentifier): readonly LedgerIdentifier[] {
  if (identifier.scheme !== "gs1") return [];
  const known = made.get(identifier);
  if (known !== undefined) return known;
  const [, ...coarser] = selections(identifier.qualifiers);
  const levels = coarser.flatMap((qualifiers) => level(identifier.key, qualifiers));
  made.set(identifier, levels);
  return levels;
}

/** One answer asks for the levels of its identifier more than once. */
const made = new WeakMap<Gs1Identifier, readonly Gs1Identifier[]>();

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
    // Each part was checked when the whole was read.
    return [assemble(key, qualifiers, [])];
  } catch (error) {
    if (error instanceof IdentifierError && error.code === "IDENTIFIER_PAIRING") return [];
    throw error;
  }
}
