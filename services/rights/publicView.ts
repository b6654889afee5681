/**
 * Which data-sharing grants on an asset hold at a moment: what anybody may know, since the ledger is public.
 *
 * The rule is that of the ledger's own check (`DataRights.isAllowed`): the grant was given under the asset's present
 * holding epoch, is neither revoked nor frozen, the moment lies in its window, the asset is live, its owner and the grantee
 * are active parties, and the grantee is not frozen. That the asset or its owner is frozen takes no right from anyone.
 */
import type { Address, GrantEntity } from "../store/model.js";
import type { EntityView, Holding } from "../store/view.js";

/** An asset as the grants on it see it, under its present holding epoch. */
export interface AssetState extends Holding {
  readonly owner: Address;
  /** A record is live when it is active and its namespace is; a twin until it is withdrawn. */
  readonly live: boolean;
}

export interface RightsInForce {
  /** The one given last comes first. */
  readonly grants: readonly GrantEntity[];
  /** False where more grants were given than are looked at: the oldest were not. */
  readonly complete: boolean;
}

/** Grants of one asset that are looked at, dead ones included. */
const mostGrants = 1000;

/** The grants on `asset` that hold at `at`, Unix seconds. */
export function rightsInForce(view: EntityView, asset: AssetState, at: number): RightsInForce {
  if (!asset.live) return { grants: [], complete: true };
  const { grants, count } = view.grantsOfHolding(asset, mostGrants);
  const complete = count <= mostGrants;
  if (grants.length === 0 || !isActiveParty(view, asset.owner)) return { grants: [], complete };
  return { grants: grants.filter((grant) => holds(view, grant, at)), complete };
}

/** @param at Unix seconds; `from` is the first second in the window, `until` the first after it. */
function holds(view: EntityView, grant: GrantEntity, at: number): boolean {
  return (
    grant.status === "active" &&
    grant.frozen === undefined &&
    grant.from <= at &&
    (grant.until === 0 || at < grant.until) &&
    isActiveParty(view, grant.grantee) &&
    view.party(grant.grantee)?.frozen === undefined
  );
}

function isActiveParty(view: EntityView, identity: Address): boolean {
  const party = view.party(identity);
  return party !== null && party.controller !== null;
}
