/** From a raw log of one of the ledger's contracts to a typed event. */
import type { ContractName } from "../deployment/deployment.js";
import { decoders, type LedgerEvent } from "./decoders.js";
import { malformed } from "./words.js";

export type { LedgerEvent } from "./decoders.js";

const lowerHex = /^0x[0-9a-f]*$/;

/**
 * Decodes a log as the node gave it.
 *
 * The result's `event` tells which event it is, `contract` which of the five contracts emitted it; the other members are the
 * event's parameters under their Solidity names. Numbers of at most 48 bits are `number`, larger ones `bigint`; addresses,
 * ids and bytes are lower-case hex.
 *
 * @param contract The ledger's contract whose address the log has.
 * @param topics All topics, the event's own hash first.
 * @param data Hex of the data.
 * @returns null for an event that the index has no use for (an upgrade, a hint that metadata changed).
 * @throws LedgerError `LEDGER_MALFORMED_LOG`.
 */
export function decodeLog(
  contract: ContractName,
  topics: readonly string[],
  data: string,
): LedgerEvent | null {
  const signature = topics[0];
  if (signature === undefined) throw malformed("it has no topics");
  const decode = decoders[contract].get(signature) ?? decoders[contract].get(signature.toLowerCase());
  if (decode === undefined) return null;
  return decode(topics.map(lowerTopic), lower(data));
}

function lower(text: string): string {
  if (lowerHex.test(text)) return text;
  const lowered = text.toLowerCase();
  if (!lowerHex.test(lowered)) throw malformed("it is not hexadecimal");
  return lowered;
}

function lowerTopic(topic: string): string {
  if (topic.length !== 66) throw malformed("a topic is not 32 bytes long");
  return lower(topic);
}
