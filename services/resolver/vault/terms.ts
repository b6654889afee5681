/** By which texts things are found in the vault, which keeps no more than marks of them. */
import type { ProtectedLink } from "../../ledger/protectedLinks.js";
import type { AssetId } from "../../store/assetId.js";
import type { Address, Asset } from "../../store/model.js";
import { statedAssetIds } from "../../store/shellTraits.js";

/** Protected links that state an asset id. */
export const assetIdTerm = ({ name, value }: AssetId): string => JSON.stringify(["assetId", name, value]);

/** Of a protected link, those of the asset ids that it states: shells are looked for by them. */
export const linkTerms = ({ rel, target }: Pick<ProtectedLink, "rel" | "target">): string[] =>
  statedAssetIds({ [rel]: [target] }).map(assetIdTerm);

/** Openings of the blinded grants that a party has on an asset. */
export const granteeTerm = (party: Address, { kind, id }: Asset): string =>
  JSON.stringify(["grantee", party, kind, id]);
