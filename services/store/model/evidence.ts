/** Digests that parties vouch for, and bundles of them. */
import type { Address, Digest } from "./ids.js";
import type { Provenance } from "./provenance.js";

/** A digest that a party vouches for. */
export interface AnchorEntity {
  readonly digest: Digest;
  readonly author: Address;
  /** Its time is the one that the ledger keeps. */
  readonly anchored: Provenance;
}

export interface BundleEntity {
  readonly root: Digest;
  readonly author: Address;
  readonly count: number;
  /** Empty where the list of documents is not published. */
  readonly uri: string;
  readonly supersedes: Digest | null;
  readonly supersededBy: Digest | null;
  readonly anchored: Provenance;
}
