/**
 * Higher fees for a transaction that no block takes. What replaces it has its nonce, so that one of the two at most takes place.
 */
import { baseFeeOf, type Fees, type SignableTransaction } from "./signed.js";

/** Blocks that a transaction waits before its fees are looked at again. */
export const blocksBeforeRepricing = 3;

/**
 * The transaction with fees that the chain takes now, at least an eighth higher than its own: nodes ask for a tenth before they replace
 * one (geth and Besu; EIP-1559 has no rule of its own). null where higher fees would not help: it pays what the chain asks for,
 * or gas has no price there.
 */
export function repriced(transaction: SignableTransaction, now: Fees): SignableTransaction | null {
  if (now.type === 0) {
    const { gasPrice = 0n } = transaction;
    if (transaction.type !== 0 || now.gasPrice <= gasPrice) return null;
    return { ...transaction, gasPrice: larger(now.gasPrice, raised(gasPrice)) };
  }
  const { type, maxFeePerGas = 0n, maxPriorityFeePerGas = 0n } = transaction;
  if (type !== 2) return null;
  const pays = maxFeePerGas >= baseFeeOf(now) + maxPriorityFeePerGas;
  if (pays && maxPriorityFeePerGas >= now.maxPriorityFeePerGas) return null;
  return {
    ...transaction,
    maxFeePerGas: larger(now.maxFeePerGas, raised(maxFeePerGas)),
    maxPriorityFeePerGas: larger(now.maxPriorityFeePerGas, raised(maxPriorityFeePerGas)),
  };
}

/** By an eighth, rounded up. */
const raised = (price: bigint): bigint => (price * 9n + 7n) / 8n;

const larger = (one: bigint, other: bigint): bigint => (one > other ? one : other);
