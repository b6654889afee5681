import { IdentifierError } from "./errors.js";
import type { Element } from "./gs1/elements.js";
import { withSome } from "./gs1/gs1Identifier.js";
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
  if (made?.identifier !== identifier) made = { identifier, levels: levelsAbove(identifier) };
  return made.levels;
}

/** Made last: one answer asks for the levels of its identifier more than once. */
let made: { readonly identifier: Gs1Identifier; readonly levels: readonly Gs1Identifier[] } | null = null;

/** Selections of the qualifiers but the whole, as binary numbers that count down: whether the last one is there weighs most. */
function levelsAbove(identifier: Gs1Identifier): readonly Gs1Identifier[] {
  const { qualifiers } = identifier;
  const levels: Gs1Identifier[] = [];
  for (let selection = (1 << qualifiers.length) - 2; selection >= 0; selection--) {
    const selected = qualifiers.filter((_, place) => (selection & (1 << place)) !== 0);
    levels.push(...level(identifier, selected));
  }
  return levels;
}

/** None where the key cannot stand with these qualifiers alone: a payment GLN without its reference. */
function level(whole: Gs1Identifier, qualifiers: readonly Element[]): Gs1Identifier[] {
  try {
    return [withSome(whole, qualifiers)];
  } catch (error) {
    if (error instanceof IdentifierError && error.code === "IDENTIFIER_PAIRING") return [];
    throw error;
  }
}
