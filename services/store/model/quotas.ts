/** Tradable units of metered use. */

import type { Address, Digest, QuotaId, TermsId } from "./ids.js";
import type { Placing, Provenance } from "./provenance.js";
import type { Asset } from "./rights.js";

/** Tradable units of metered use. Counts are decimal digits: they may be beyond what a number holds. */
export interface QuotaEntity {
  readonly id: QuotaId;
  readonly asset: Asset;
  /** Holding epoch of the asset under which units count, 0 for all. */
  readonly assetEpoch: number;
  readonly scope: string;
  readonly unit: string;
  /** First second at which units can no longer be used, 0 for never. */
  readonly until: number;
  readonly terms: TermsId | null;
  readonly issued: string;
  readonly consumed: string;
  /** How often units were consumed. */
  readonly uses: number;
  readonly opened: Provenance;
}

export interface QuotaBalance {
  readonly quota: QuotaId;
  readonly holder: Address;
  readonly amount: string;
}

/** Units of a party that an account may move and use up, given under one key of that party: void under any other. */
export interface AllowanceEntity {
  readonly quota: QuotaId;
  readonly holder: Address;
  readonly spender: Address;
  /** Units that are left, in decimal digits; null without limit. */
  readonly amount: string | null;
  /** Control epoch of the holder. */
  readonly controlEpoch: number;
  readonly given: Placing;
}

/** Units of a holder that an account used up, in total. */
export interface UsedUnits {
  readonly quota: QuotaId;
  readonly holder: Address;
  /** That sent it: the key of a host that counts, of the holder, or of its operator. */
  readonly account: Address;
  readonly amount: string;
}

/** Units that were used up. */
export interface QuotaUse {
  readonly quota: QuotaId;
  readonly holder: Address;
  readonly amount: string;
  /** SHA-256 of what shows the use. */
  readonly evidence: Digest;
  readonly consumed: Provenance;
}
