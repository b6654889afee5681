/** The asset that a right or a quota is on. */
import type { Hex } from "../../ledger/hex.js";
import * as slots from "../../ledger/slots.js";
import { holdingWord } from "../../ledger/slotWords.js";
import type { Asset } from "../../store/model.js";
import type { Asking } from "./asking.js";
import { type PartyFacts, partyFacts } from "./party.js";

/** As what was given under a holding of it sees it. */
export interface AssetFacts {
  readonly holder: PartyFacts;
  /** Epoch of the asset's holding. */
  readonly epoch: number;
  /** What was given was given in that epoch, or survives a sale. */
  readonly sameHolding: boolean;
  readonly frozen: boolean;
}

const registries = { twin: "twins", record: "identifiers", sealed: "sealedRecords" } as const;

interface Given {
  readonly assetKind: Asset["kind"];
  readonly asset: Hex;
  /** Holding epoch under which it was given; 0 where it survives a sale. */
  readonly assetEpoch: number;
}

export function assetFacts(asking: Asking, { assetKind, asset, assetEpoch }: Given): AssetFacts {
  const { holder, epoch, frozen } = holdingWord(asking.read(registries[assetKind], slots.holding(asset)));
  return {
    holder: partyFacts(asking, holder),
    epoch,
    sameHolding: assetEpoch === 0 || assetEpoch === epoch,
    frozen,
  };
}
