import { canonicalStem, digitalLinkUri } from "./gs1/linkUri.js";
import { handleProxyUri } from "./handle.js";
import type { LedgerIdentifier } from "./identifier.js";

/**
 * The one URI by which an identifier of the ledger is written where a link's target is asked for: a Digital Link at GS1's own
 * resolver, a handle at the public proxy, `urn:oid:`, the DID itself, `aas:`. It is read back as the same identifier without a
 * scheme being given.
 */
export function uriForm(identifier: LedgerIdentifier): string {
  switch (identifier.scheme) {
    case "gs1":
      return digitalLinkUri({ ...identifier, attributes: [] }, canonicalStem);
    case "handle":
      return handleProxyUri(identifier);
    case "oid":
      return `urn:oid:${identifier.canonical}`;
    case "did":
      return identifier.canonical;
    case "aas":
      return `aas:${identifier.canonical}`;
  }
}
