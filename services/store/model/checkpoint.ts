/** Which chain the index follows, and how far it is. */
import type { Address, Hash } from "./ids.js";

/** A block that the index knows by more than its number: something changed in it, or a range ended with it. */
export interface KnownBlock {
  readonly number: number;
  readonly hash: Hash;
  /** Block time. */
  readonly time: number;
}

/** How far the index is, and on which chain. */
export interface Checkpoint extends KnownBlock {
  /** Last block that the chain calls final by the configured rule. */
  readonly finalized: number;
  /** The chain's head when this was written. */
  readonly head: number;
}

/** What makes an index fit a chain: one that differs in any of these belongs to another store. */
export interface Fingerprint {
  readonly chainId: number;
  readonly genesis: Hash;
  readonly contracts: Readonly<
    Record<
      | "parties"
      | "namespaces"
      | "identifiers"
      | "sealedRecords"
      | "batches"
      | "twins"
      | "twinTerms"
      | "twinLineage"
      | "twinComposition"
      | "groups"
      | "rights"
      | "quotas"
      | "supervision"
      | "evidence"
      | "attestations"
      | "relations",
      Address
    >
  >;
  readonly deploymentBlock: number;
  /** Version of the key space and of the projections. */
  readonly schema: number;
}
