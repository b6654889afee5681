/** Assets as the ledger's check of a right sees them. */
import type { Address, Asset, RecordEntity, SealedRecordEntity } from "../store/model.js";
import type { Holding } from "../store/places.js";
import type { EntityView } from "../store/view.js";

/** An asset as the grants on it see it, under its present holding epoch. */
export type AssetState = Holding & {
  readonly owner: Address;
  readonly live: boolean;
};

/**
 * Whose an asset is, and whether it is live by its own status, as `IPartyToken.holdingOf` has it: a twin until it is withdrawn, a
 * record while it is active, whatever its namespace is. Null where there is no such asset.
 */
export function holdingOf(view: EntityView, asset: Asset): AssetState | null {
  switch (asset.kind) {
    case "twin": {
      const twin = view.twin(asset.id);
      return twin && { ...asset, owner: twin.owner, epoch: twin.epoch, live: twin.state !== "withdrawn" };
    }
    case "record":
      return recordHolding(asset, view.record(asset.id));
    case "sealed":
      return recordHolding(asset, view.sealedRecord(asset.id));
  }
}

function recordHolding(asset: Asset, record: RecordEntity | SealedRecordEntity | null): AssetState | null {
  if (record === null) return null;
  const { owner, epoch, status } = record;
  return { ...asset, owner, epoch, live: status === "active" };
}
