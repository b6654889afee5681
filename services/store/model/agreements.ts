/** Offers of rights, agreements and their amendments. */

import type { Address, Digest, GrantId, ProposalId, TermsId } from "./ids.js";
import type { Provenance } from "./provenance.js";
import type { Asset, GrantAction, Grantee } from "./rights.js";

export interface Price {
  /** Decimal digits, in units of ten to the power of minus `decimals`. */
  readonly amount: string;
  readonly decimals: number;
  readonly currency: string;
}

export const proposalStatuses = ["open", "withdrawn", "in-force", "amended", "ended"] as const;

export type ProposalStatus = (typeof proposalStatuses)[number];

/** An offer of a right, or an amendment of an agreement. */
export interface ProposalEntity {
  readonly id: ProposalId;
  readonly asset: Asset;
  /** Holding epoch of the asset under which it was made, and can be accepted. */
  readonly assetEpoch: number;
  readonly survivesSale: boolean;
  readonly scope: string;
  readonly grantee: Grantee;
  readonly terms: TermsId | null;
  /** None: the agreement is to end. */
  readonly actions: readonly GrantAction[];
  readonly from: number;
  readonly until: number;
  readonly price: Price;
  /** What it amends; null for an offer. */
  readonly previous: ProposalId | null;
  /** First proposal of its chain: the offer. */
  readonly agreement: ProposalId;
  /** First second at which it can no longer be accepted, 0 for never. */
  readonly expiry: number;
  readonly number: number;
  readonly byGrantee: boolean;
  readonly proposer: Address;
  readonly status: ProposalStatus;
  /** 1 for the agreement as it was offered, one more for each amendment; 0 before acceptance. */
  readonly version: number;
  /** The right that it made. */
  readonly grant: GrantId | null;
  /** SHA-256 of a blinded grantee's signature. */
  readonly acceptance: Digest | null;
  readonly proposed: Provenance;
  /** Accepted or withdrawn. */
  readonly settled: Provenance | null;
}
