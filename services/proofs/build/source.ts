/** Where the material of proofs comes from. Nothing of it is believed. */
import type { Hex } from "../../ledger/hex.js";
import type { Address } from "../../store/model.js";

export interface ProofSource {
  /**
   * RLP of a block's header.
   * @param block null for the last one.
   */
  header(block: number | null): Promise<Hex>;
  /**
   * Nodes of the tries of the block's state that lead to an account, and to slots of it: of `eth_getProof` (EIP-1186), in any
   * order.
   */
  nodes(account: Address, slots: readonly Hex[], block: number): Promise<readonly Hex[]>;
}
