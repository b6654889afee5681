/** Transactions as they are signed here: fields and, once signed, bytes. */
import type { Address, Hash } from "../../store/model.js";
import type { Hex } from "../hex.js";

export interface SignableTransaction {
  readonly type: 0 | 2;
  readonly chainId: number;
  readonly nonce: number;
  /** null creates a contract. */
  readonly to: Address | null;
  readonly data: Hex;
  readonly gasLimit: number;
  readonly gasPrice?: bigint;
  readonly maxFeePerGas?: bigint;
  readonly maxPriorityFeePerGas?: bigint;
}

export interface SignedTransaction {
  readonly hash: Hash;
  readonly raw: Hex;
  readonly nonce: number;
}
