/** One nonce of an account: the transaction that was signed with it, and those with higher fees that replaced it. One of them at most takes place. */
import type { Hash } from "../../store/model.js";
import type { Execution } from "../actions/call.js";
import type { Rpc } from "../chain/rpc.js";
import { type MinedTransaction, readReceipt, type TransactionReceipt } from "./receipt.js";
import type { SignableTransaction, SignedTransaction } from "./signed.js";

export interface Attempts {
  readonly nonce: number;
  readonly call: Execution;
  /** In the order in which they were signed, one at least. */
  readonly signed: [SignedTransaction, ...SignedTransaction[]];
  /** What the last one says. */
  transaction: SignableTransaction;
  /** Head when the last one was signed, or its fees were found good; null before the first look. */
  lookedAtBlock: number | null;
  /** When nobody will wait for it any longer, unless one before it is mined. */
  end: number;
  /** When the nonce was first seen used up without a receipt for any of them. */
  missedSince: number | null;
  /** What became of it. */
  readonly ended: Promise<TransactionReceipt>;
  readonly resolve: (receipt: TransactionReceipt) => void;
  readonly reject: (error: unknown) => void;
}

/** The one that was mined, null while none was. @param known Some that were. */
export async function minedOf(
  client: Rpc,
  { signed }: Attempts,
  known: ReadonlyMap<Hash, MinedTransaction>,
): Promise<MinedTransaction | null> {
  for (const { hash } of signed) {
    const found = known.get(hash);
    if (found !== undefined) return found;
  }
  const receipts = await Promise.all(signed.map(({ hash }) => readReceipt(client, hash)));
  return receipts.find((receipt) => receipt !== null) ?? null;
}

/** The one that was signed last. */
export const lastOf = ({ signed }: Pick<Attempts, "signed">): SignedTransaction => signed.at(-1) ?? signed[0];
