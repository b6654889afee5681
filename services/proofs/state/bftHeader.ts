/**
 * Headers of chains whose validators vote on each block, as Besu keeps them (QBFT, IBFT 2.0). The validators' seals are put into `extraData` once a
 * block is agreed on, and the round in which that was is known last, so neither can be part of the block's hash.
 */
import { bytesHex, type Hex, hexBytes } from "../../ledger/hex.js";
import { decodeRlp, encodeRlp, type Item, isBytes } from "../rlp.js";

const none = new Uint8Array();

/**
 * What `extraData` is hashed as, by each of the two: QBFT has round 0 and no seals, IBFT 2.0 leaves both out. None for other chains'.
 */
export function hashedExtraData(extraData: Hex): readonly Hex[] {
  const items = decodeRlp(hexBytes(extraData));
  if (items === null || isBytes(items) || items.length !== 5) return [];
  const kept = items.slice(0, 3);
  const forms: readonly Item[] = [[...kept, none, []], kept];
  return forms.map((form) => bytesHex(encodeRlp(form)));
}
