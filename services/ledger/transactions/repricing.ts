/**
 * Higher fees for a transaction that no block takes. What replaces it has its nonce, so that one of the two at most takes place.
 */
import type { FeeCeiling } from "./feeCeiling.js";
import { baseFeeOf, type Fees, type SignableTransaction } from "./signed.js";

/** Blocks that a transaction waits before its fees are looked at again. */
export const blocksBeforeRepricing = 3;

/**
 * The transaction with fees that the chain takes now, at least an eighth higher than its own: nodes ask for a tenth before they replace
 * one (geth and Besu; EIP-1559 has no rule of its own). null where higher fees would not help: it pays what the chain asks for,
 * or gas has no price there; and where fees that help are above the ceiling.
 */
export function repriced(
  transaction: SignableTransaction,
  now: Fees,
  ceiling: FeeCeiling,
): SignableTransaction | null {
  if (now.type === 0) {
    const { gasPrice: own = 0n } = transaction;
    if (transaction.type !== 0 || now.gasPrice <= own) return null;
    const gasPrice = larger(now.gasPrice, raised(own));
    return isAbove(gasPrice, ceiling) ? null : { ...transaction, gasPrice };
  }
  const { type, maxFeePerGas: ownFee = 0n, maxPriorityFeePerGas: ownTip = 0n } = transaction;
  if (type !== 2) return null;
  const pays = ownFee >= baseFeeOf(now) + ownTip;
  if (pays && ownTip >= now.maxPriorityFeePerGas) return null;
  const maxPriorityFeePerGas = larger(now.maxPriorityFeePerGas, raised(ownTip));
  const least = larger(baseFeeOf(now) + maxPriorityFeePerGas, raised(ownFee));
  if (isAbove(least, ceiling)) return null;
  const maxFeePerGas = larger(now.maxFeePerGas, least);
  return {
    ...transaction,
    maxFeePerGas: ceiling !== null && isAbove(maxFeePerGas, ceiling) ? ceiling : maxFeePerGas,
    maxPriorityFeePerGas,
  };
}

const isAbove = (price: bigint, ceiling: FeeCeiling): boolean => ceiling !== null && price > ceiling;

/** By an eighth, rounded up. */
const raised = (price: bigint): bigint => (price * 9n + 7n) / 8n;

const larger = (one: bigint, other: bigint): bigint => (one > other ? one : other);
