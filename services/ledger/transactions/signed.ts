/** A signed transaction: its hash is known before it is sent, so that nobody ever has to guess what became of it. */
import { Transaction } from "ethers";
import { z } from "zod";
import type { Address } from "../../store/model.js";
import type { Rpc } from "../chain/rpc.js";
import { LedgerError } from "../errors.js";
import { bigQuantitySchema, hexBytes, toAddress, toHash, toHex } from "../hex.js";
import { keccak } from "../keccak.js";
import {
  type DigestSigner,
  type SignableTransaction,
  type SignedTransaction,
  signedByHand,
} from "./serialized.js";

export type { SignableTransaction, SignedTransaction } from "./serialized.js";

/** What signs: a key of this process. Nodes' own accounts are not used. ethers' wallets are such signers. */
export interface LocalSigner {
  getAddress(): Promise<string>;
  signTransaction(transaction: SignableTransaction): Promise<string>;
  /** Where the key itself is at hand: then the transaction is written here, in a tenth of the time. */
  readonly signingKey?: DigestSigner;
}

export async function sign(
  signer: LocalSigner,
  transaction: SignableTransaction,
): Promise<SignedTransaction> {
  const { signingKey } = signer;
  if (signingKey !== undefined) return signedByHand(signingKey, transaction);
  const raw = toHex(await signer.signTransaction(transaction));
  return { raw, hash: toHash(keccak(hexBytes(raw))), nonce: transaction.nonce };
}

/**
 * What a signed transaction says, and whose it is.
 * @throws LedgerError `LEDGER_INVALID_VALUE` where it is none of ours.
 */
export function readSigned({ raw, hash }: SignedTransaction): {
  readonly from: Address;
  readonly transaction: SignableTransaction;
} {
  const parsed = Transaction.from(raw);
  const { type, from, chainId, nonce, to, gasLimit, gasPrice, maxFeePerGas, maxPriorityFeePerGas } = parsed;
  if (from === null || (type !== 0 && type !== 2)) {
    throw new LedgerError(
      "LEDGER_INVALID_VALUE",
      `The transaction ${hash} is not one that was signed here.`,
      {
        details: { hash },
      },
    );
  }
  return {
    from: toAddress(from),
    transaction: {
      type,
      chainId: Number(chainId),
      nonce,
      to: to === null ? null : toAddress(to),
      data: toHex(parsed.data),
      gasLimit: Number(gasLimit),
      ...(type === 0
        ? { gasPrice: gasPrice ?? 0n }
        : { maxFeePerGas: maxFeePerGas ?? 0n, maxPriorityFeePerGas: maxPriorityFeePerGas ?? 0n }),
    },
  };
}

/** In wei for a unit of gas. */
export type Fees = { readonly type: 0; readonly gasPrice: bigint } | FeeMarket;

interface FeeMarket {
  readonly type: 2;
  readonly maxFeePerGas: bigint;
  readonly maxPriorityFeePerGas: bigint;
}

const headSchema = z.object({ baseFeePerGas: bigQuantitySchema.nullish() });

/**
 * Fees that the chain takes now. The tip is what the node's gas price has above the base fee, which also holds on chains
 * of a consortium whose gas is free and whose nodes do not know `eth_maxPriorityFeePerGas`.
 */
export async function currentFees(client: Rpc): Promise<Fees> {
  const [head, gasPrice] = await Promise.all([
    client.rpc("eth_getBlockByNumber", ["latest", false], headSchema),
    client.rpc("eth_gasPrice", [], bigQuantitySchema),
  ]);
  const base = head.baseFeePerGas;
  if (base === null || base === undefined) return { type: 0, gasPrice };
  const maxPriorityFeePerGas = gasPrice > base ? gasPrice - base : 0n;
  // Twice the base fee holds through six full blocks in a row.
  return { type: 2, maxFeePerGas: base * 2n + maxPriorityFeePerGas, maxPriorityFeePerGas };
}

/** The most that a unit of gas may cost. */
export const highestPrice = (fees: Fees): bigint => (fees.type === 0 ? fees.gasPrice : fees.maxFeePerGas);

/** The base fee behind {@link currentFees}. */
export const baseFeeOf = ({ maxFeePerGas, maxPriorityFeePerGas }: FeeMarket): bigint =>
  (maxFeePerGas - maxPriorityFeePerGas) / 2n;
