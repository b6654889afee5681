/** The ids of a shell's asset as discovery has them. */
import { assetNames } from "../../store/assetId.js";
import type { AssetIds } from "./descriptors.js";
import type { SpecificAssetId } from "./schema.js";

/** Asset ids that are told of one shell, or taken for it. */
export const maxAssetIds = 1_000;

/** The global one by its name, then the specific ones. */
export function assetLinks({ globalAssetId: value, specificAssetIds }: AssetIds): readonly SpecificAssetId[] {
  const global = value === undefined ? [] : [{ name: assetNames.globalAssetId, value }];
  return [...global, ...specificAssetIds];
}
