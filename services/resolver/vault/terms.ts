/** By which texts things are found in the vault, which keeps no more than marks of them. */
import type { AssetId } from "../../store/assetId.js";
import type { Address, Asset } from "../../store/model.js";

/** Protected links that state an asset id. */
export const assetIdTerm = ({ name, value }: AssetId): string => JSON.stringify(["assetId", name, value]);

/** Openings of the blinded grants that a party has on an asset. */
export const granteeTerm = (party: Address, { kind, id }: Asset): string =>
  JSON.stringify(["grantee", party, kind, id]);
