/** How an answer is worked out: from words in slots, whoever reads them. */
import type { ContractName, Deployment } from "../../ledger/deployment/schema.js";
import type { Hex } from "../../ledger/hex.js";

/** Which ledger is asked: chain and registries, as whoever asks knows them. */
export type LedgerPlace = Pick<Deployment, "chainId" | "contracts">;

/** The word in a registry's slot. */
export type ReadWord = (contract: ContractName, slot: Hex) => Hex;

/**
 * What an answer is worked out with. The same is done when a proof is made and when it is verified: the questions decide
 * which slots are read, so that none can be left out.
 */
export interface Asking {
  readonly read: ReadWord;
  readonly place: LedgerPlace;
  /** Unix seconds at which namespaces and rights must hold: the block's time. */
  readonly at: number;
}
