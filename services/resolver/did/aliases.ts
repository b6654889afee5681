/** Identifiers of the ledger as URIs, for `alsoKnownAs`. */
import { IdentifierError } from "../../identifiers/errors.js";
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import { isLedgerIdentifier, isLedgerScheme, parseIdentifier } from "../../identifiers/index.js";
import type { RecordEntity } from "../../store/model.js";
import type { EntityView } from "../../store/view.js";

/** The identifier of a record; null where it was registered in another spelling than the canonical one. */
export function identifierOf(view: EntityView, record: RecordEntity): LedgerIdentifier | null {
  const scheme = view.scheme(record.scheme)?.name;
  if (scheme === undefined || !isLedgerScheme(scheme)) return null;
  try {
    const identifier = parseIdentifier(record.identifier, { scheme });
    return isLedgerIdentifier(identifier) && identifier.canonical === record.identifier ? identifier : null;
  } catch (error) {
    if (error instanceof IdentifierError) return null;
    throw error;
  }
}

/** URIs of what an identifier identifies; none for an asset id that is no URI. */
export function aliasesOf(identifier: LedgerIdentifier, baseUrl: string): readonly string[] {
  switch (identifier.scheme) {
    case "gs1":
      return [`${baseUrl}/${identifier.canonical}`];
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
