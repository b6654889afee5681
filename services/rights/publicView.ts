/**
 * Which data-sharing grants on an asset hold at a moment: what anybody may know, since the ledger is public.
 *
 * The rule is that of the ledger's own check (`DataRights.isAllowed`): the grant was given under the asset's present
 * holding epoch or survives sales, is neither frozen nor waiting for acceptance, the moment lies in its window (which a
 * revocation shortens), the asset is live, its owner and the grantee are active parties, the grantee is not frozen, and the
 * same holds of every grant that it is a sub-licence of. That the asset or its owner is frozen takes no right from anyone.
 * Who a blinded grantee is, or whether it is an active party, nobody can tell here.
 */
import type { GrantEntity } from "../store/model.js";
import type { EntityView } from "../store/view.js";
import type { AssetState } from "./holding.js";
import { isFrozen, isLiving } from "./parties.js";
import { standingOf } from "./standing.js";

export interface RightsInForce {
  /** The one given last comes first; those that survive sales after the others. */
  readonly grants: readonly GrantEntity[];
  /** False where more grants were given than are looked at: the oldest were not. */
  readonly complete: boolean;
}

/** Grants of one asset that are looked at, dead ones included. */
const mostGrants = 1000;

/** The grants on `asset` that hold at `at`, Unix seconds. */
export function rightsInForce(view: EntityView, asset: AssetState, at: number): RightsInForce {
  if (!asset.live) return { grants: [], complete: true };
  const { grants, complete } = view.grantsOfHolding(asset, mostGrants);
  if (grants.length === 0 || !isLiving(view, asset.owner)) return { grants: [], complete };
  return { grants: grants.filter((grant) => grantHolds(view, grant, at)), complete };
}

/** Whether a grant holds for its grantee at `at`, whatever becomes of its asset. */
export function grantHolds(view: EntityView, grant: GrantEntity, at: number): boolean {
  return standingOf(view, grant, at) === "holds" && mayUse(view, grant);
}

function mayUse(view: EntityView, { grantee }: GrantEntity): boolean {
  return grantee.kind !== "party" || (isLiving(view, grantee.party) && !isFrozen(view, grantee.party));
}
