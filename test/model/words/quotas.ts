/** Units of metered use. */

import { AbiCoder, getBytes } from "ethers";
import { assetKindCodes } from "../../../services/ledger/enums.js";
import { toQuotaId } from "../../../services/ledger/hex.js";
import { scopeId } from "../../../services/ledger/ids.js";
import { keccak } from "../../../services/ledger/keccak.js";
import type * as store from "../../../services/store/model.js";
import type { QuotaKey, QuotaName } from "../ledger/quotas.js";
import { textWord } from "./names.js";
import { assetWord, termsWord } from "./rights.js";

export const quotaKeyWords = ({ asset, survivesSale, scope, unit, until, terms }: QuotaKey) => ({
  assetKind: assetKindCodes[asset.kind],
  asset: assetWord(asset),
  survivesSale,
  scope: scopeId(scope),
  unit: textWord(unit, 32),
  until,
  terms: termsWord(terms),
});

export function quotaWord(name: QuotaName): store.QuotaId {
  const { assetKind, asset, scope, unit, until, terms } = quotaKeyWords(name);
  const words = AbiCoder.defaultAbiCoder().encode(
    ["uint8", "bytes32", "uint32", "bytes32", "bytes32", "uint40", "bytes32"],
    [assetKind, asset, name.epoch, scope, unit, until, terms],
  );
  return toQuotaId(keccak(getBytes(words)));
}
