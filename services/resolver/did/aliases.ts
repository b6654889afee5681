/** Identifiers of the ledger as URIs, for `alsoKnownAs`. */
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import { linkPath } from "../../identifiers/index.js";

/** URIs of what an identifier identifies; none for an asset id that is no URI. */
export function aliasesOf(identifier: LedgerIdentifier, baseUrl: string): readonly string[] {
  switch (identifier.scheme) {
    case "gs1":
      return [`${baseUrl}/${linkPath(identifier)}`];
    case "handle":
      // RFC 4452: handles have the namespace "hdl" of info URIs.
      return [`info:hdl/${identifier.prefix}/${encodeURIComponent(identifier.localName)}`];
    case "oid":
      return [`urn:oid:${identifier.canonical}`];
    case "did":
      return [identifier.canonical];
    case "aas":
      return identifier.name === "globalAssetId" && URL.canParse(identifier.value) ? [identifier.value] : [];
  }
}
