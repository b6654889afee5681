/** The identifier that a record is of. */
import { IdentifierError } from "../../identifiers/errors.js";
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import { isLedgerIdentifier, isLedgerScheme, parseIdentifier } from "../../identifiers/index.js";
import type { RecordEntity } from "../../store/model.js";
import type { EntityView } from "../../store/view.js";

/** null where it was registered in another spelling than the canonical one. */
export function identifierOf(
  view: EntityView,
  record: Pick<RecordEntity, "scheme" | "identifier">,
): LedgerIdentifier | null {
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
