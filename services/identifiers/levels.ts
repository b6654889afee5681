import { IdentifierError } from "./errors.js";
import { gs1Identifier } from "./gs1/gs1Identifier.js";
import type { Gs1Identifier, LedgerIdentifier } from "./identifier.js";

/**
 * The coarser things that a GS1 identifier is part of, nearest first: from serial number over lot and variant to the key.
 * Attributes are not carried over. Other schemes have one level.
 */
export function coarserLevels(identifier: LedgerIdentifier): readonly LedgerIdentifier[] {
  if (identifier.scheme !== "gs1") return [];
  const { key, qualifiers } = identifier;
  return qualifiers.flatMap((_, index) => level(key, qualifiers.slice(0, qualifiers.length - 1 - index)));
}

/** None where the key cannot stand without the qualifier that was dropped: a payment GLN without its reference. */
function level(key: Gs1Identifier["key"], qualifiers: Gs1Identifier["qualifiers"]): Gs1Identifier[] {
  try {
    return [gs1Identifier(key, qualifiers)];
  } catch (error) {
    if (error instanceof IdentifierError && error.code === "IDENTIFIER_PAIRING") return [];
    throw error;
  }
}
