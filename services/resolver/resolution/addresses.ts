/** Where identifiers are at this resolver. */
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import { linkPath } from "../../identifiers/index.js";

/** The ledger's record of an identifier. @param baseUrl Public address, without a slash at its end. */
export function recordAddress(
  baseUrl: string,
  { scheme, canonical }: Pick<LedgerIdentifier, "scheme" | "canonical">,
): string {
  return `${baseUrl}/v1/resolve?id=${encodeURIComponent(canonical)}&scheme=${scheme}`;
}

/** The identifier itself where it is an address, else its record. */
export function identifierAddress(baseUrl: string, identifier: LedgerIdentifier): string {
  return identifier.scheme === "gs1"
    ? `${baseUrl}/${linkPath(identifier)}`
    : recordAddress(baseUrl, identifier);
}
