/**
 * Which data-sharing grants on an asset hold at a moment: what anybody may know, since the ledger is public.
 *
 * The rule is that of the ledger's own check (`DataRights.isAllowed`): the grant was given under the asset's present
 * holding epoch, is not revoked, the moment lies in its window, the asset is live and the grantee is an active party.
 */
import type { GrantEntity, RecordId, TwinId } from "../store/model.js";
import type { EntityView, View } from "../store/view.js";

/** An asset as the grants on it see it. */
export interface AssetState {
  readonly kind: GrantEntity["asset"]["kind"];
  readonly id: TwinId | RecordId;
  /** Present holding epoch. */
  readonly epoch: number;
  /** A record is live when it is active and its namespace is; a twin always is. */
  readonly live: boolean;
}

export interface RightsInForce {
  readonly grants: readonly GrantEntity[];
  /** False where the asset has more grants than one page: those beyond it were not looked at. */
  readonly complete: boolean;
}

/** Grants of one asset that are looked at, dead ones included. */
const pageSize = 1000;

/**
 * Whether a grant holds.
 * @param at Unix seconds; `from` is the first second in the window, `until` the first after it.
 */
export function holds(view: EntityView, grant: GrantEntity, asset: AssetState, at: number): boolean {
  return (
    asset.live &&
    grant.status === "active" &&
    grant.assetEpoch === asset.epoch &&
    grant.from <= at &&
    (grant.until === 0 || at < grant.until) &&
    isActiveParty(view, grant.grantee)
  );
}

function isActiveParty(view: EntityView, identity: GrantEntity["grantee"]): boolean {
  const party = view.party(identity);
  return party !== null && party.controller !== null;
}

/** The grants on `asset` that hold at `at` (Unix seconds). */
export async function rightsInForce(view: View, asset: AssetState, at: number): Promise<RightsInForce> {
  if (!asset.live) return { grants: [], complete: true };
  const page = await view.grantsOfAsset(asset.kind, asset.id, { limit: pageSize });
  return {
    grants: page.items.filter((grant) => holds(view, grant, asset, at)),
    complete: page.next === null,
  };
}
