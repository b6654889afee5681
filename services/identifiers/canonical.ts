import { IdentifierError } from "./errors.js";
import type { Canonical } from "./identifier.js";
import { maxCanonicalBytes, utf8Length } from "./text.js";

/** Brands a string that a parser of this folder has checked and put in canonical form. */
export function canonical(checked: string): Canonical {
  return checked as Canonical;
}

/**
 * `canonical` for a scheme of the ledger, which bounds the length.
 *
 * @param position Of the error, where the identifier begins.
 */
export function ledgerCanonical(checked: string, position?: number): Canonical {
  // A UTF-16 unit takes three bytes at most.
  if (checked.length * 3 <= maxCanonicalBytes) return canonical(checked);
  const length = utf8Length(checked);
  if (length > maxCanonicalBytes) {
    throw new IdentifierError(
      "IDENTIFIER_LENGTH",
      `The canonical identifier has ${length} bytes; the ledger holds at most ${maxCanonicalBytes}`,
      { hint: "Use a shorter identifier; percent-encoded characters count three bytes each.", position },
    );
  }
  return canonical(checked);
}
