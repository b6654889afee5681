/** Receipts of transactions, as the header's root commits to them (Yellow Paper, 4.3.1; EIP-658, EIP-2718). */
import { ProofError } from "../errors.js";
import { decodeRlp, type Item, isBytes } from "../rlp.js";

/** A log in a receipt. */
export interface ReceiptLog {
  /** 20 bytes. */
  readonly address: Uint8Array;
  /** At most four of 32 bytes. */
  readonly topics: readonly Uint8Array[];
  readonly data: Uint8Array;
}

/** First byte of a receipt that has no type: that of a list. */
const firstOfList = 0xc0;

/**
 * The logs of a receipt.
 * @throws ProofError `PROOF_RECEIPT`
 */
export function logsOfReceipt(receipt: Uint8Array): readonly ReceiptLog[] {
  const typed = (receipt[0] ?? 0) < firstOfList;
  const fields = decodeRlp(typed ? receipt.subarray(1) : receipt);
  if (fields === null || isBytes(fields) || fields.length !== 4) throw badReceipt();
  const logs = fields[3];
  if (logs === undefined || isBytes(logs)) throw badReceipt();
  return logs.map(logOf);
}

function logOf(item: Item): ReceiptLog {
  if (isBytes(item)) throw badReceipt();
  const [address, topics, data] = item;
  if (address === undefined || !isBytes(address) || address.length !== 20) throw badReceipt();
  if (topics === undefined || isBytes(topics) || topics.length > 4) throw badReceipt();
  if (data === undefined || !isBytes(data) || item.length !== 3) throw badReceipt();
  return { address, topics: topics.map(topicOf), data };
}

function topicOf(item: Item): Uint8Array {
  if (isBytes(item) && item.length === 32) return item;
  throw badReceipt();
}

const badReceipt = (): ProofError =>
  new ProofError("PROOF_RECEIPT", "What should be a transaction's receipt is none.", {
    hint: "Give the receipt as the chain hashes it.",
  });
