/** A claim as the index has it at a moment. */
import type { Claim } from "../../credentials/claim.js";
import type { Said } from "../../credentials/credential.js";
import type { Standing } from "../../credentials/standing.js";
import type { LedgerFacts } from "../../credentials/subjects.js";
import type { Address } from "../../store/model.js";
import type { EntityView } from "../../store/view.js";
import type { Moment } from "../resolution/moment.js";

export interface Found {
  readonly claim: Claim;
  /** Contract that has it. */
  readonly contract: Address;
  readonly standing: Standing;
  /** What a credential of it says. */
  said(ledger: LedgerFacts): Said;
  /** Path of a proof of it, beneath the public address. */
  readonly proofPath: string;
  /** First Unix second at which it ends by itself, 0 for never. */
  readonly until: number;
}

/** What claims are looked up in. */
export interface Lookup {
  readonly view: EntityView;
  readonly moment: Moment;
  /** Public address of the resolver. */
  readonly baseUrl: string;
}
