/**
 * Who claims an identifier that has no issuing authority (a UUID, a URI): the parties that have registered it as a
 * `globalAssetId` in their own namespace.
 */
import { IdentifierError } from "../../identifiers/errors.js";
import type { LedgerIdentifier, SelfAssertedIdentifier } from "../../identifiers/identifier.js";
import { parseIdentifier } from "../../identifiers/index.js";
import { assetNames } from "../../store/assetId.js";
import type { RecordEntity } from "../../store/model.js";
import type { View } from "../../store/view.js";
import { type Located, located } from "./locate.js";

export interface Claim {
  /** The asset id under which it is claimed. */
  readonly identifier: LedgerIdentifier;
  readonly located: Located;
}

/** Claims that one answer goes through; each costs its claimant a namespace and a registration. */
const maxClaims = 100;

/** The active claims; where there are none, those that are suspended or retired, so that their history stays visible. */
export async function claimsOf(
  view: View,
  identifier: SelfAssertedIdentifier,
  at: number,
): Promise<readonly Claim[]> {
  const named = { name: assetNames.globalAssetId, value: identifier.canonical };
  const page = await view.recordsByAssetId(named, { limit: maxClaims });
  const claims = page.items.flatMap((record) => claimOf(view, record, at));
  const active = claims.filter(({ located }) => located.status === "active");
  return active.length > 0 ? active : claims;
}

function claimOf(view: View, record: RecordEntity, at: number): Claim[] {
  const identifier = assetIdOf(record);
  const found = identifier && located(view, identifier.scheme, record, at);
  return identifier === null || found === null ? [] : [{ identifier, located: found }];
}

/** The ledger checks prefixes, not spellings: a record in another spelling than the canonical one is nobody's asset id. */
function assetIdOf(record: RecordEntity): LedgerIdentifier | null {
  try {
    const identifier = parseIdentifier(record.identifier, { scheme: "aas" });
    return identifier.scheme === "aas" && identifier.canonical === record.identifier ? identifier : null;
  } catch (error) {
    if (error instanceof IdentifierError) return null;
    throw error;
  }
}
