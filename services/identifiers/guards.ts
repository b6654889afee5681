import {
  type Identifier,
  type LedgerIdentifier,
  type LedgerScheme,
  ledgerSchemes,
  type Scheme,
  selfAssertedSchemes,
} from "./identifier.js";

/** Whether a text names a scheme of the ledger. */
export function isLedgerScheme(text: string): text is LedgerScheme {
  return ledgerSchemes.some((scheme) => scheme === text);
}

/** Whether a text names a scheme. */
export function isScheme(text: string): text is Scheme {
  return isLedgerScheme(text) || selfAssertedSchemes.some((scheme) => scheme === text);
}

/** Whether the ledger can hold a record for an identifier as it is. */
export function isLedgerIdentifier(identifier: Identifier): identifier is LedgerIdentifier {
  return isLedgerScheme(identifier.scheme);
}
