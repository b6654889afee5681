/** What is known of identifiers before they are registered: the chain alone cannot say which of them lists name already. */
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import type { Address, BatchId, Linkset } from "../../store/model.js";

/** What a member of a batch counts for. */
export const memberStatuses = ["active", "namespace-suspended", "namespace-lapsed", "revoked"] as const;

/** How a batch names its members. */
export const batchWays = ["range", "list"] as const;

export interface KnownMember {
  readonly kind: "member";
  readonly batch: BatchId;
  /** Place in the batch, from 0; in decimal digits. */
  readonly index: string;
  readonly status: (typeof memberStatuses)[number];
  readonly way: (typeof batchWays)[number];
  readonly owner: Address;
  /** Links that the list has for all of its members. */
  readonly links: Linkset;
}

export type Known =
  /** It has a record, whosever it is. */
  | { readonly kind: "record" }
  /** It lies in a range that is kept free. */
  | { readonly kind: "reserved"; readonly range: BatchId }
  /** It is a member of a batch, without a record of its own. */
  | KnownMember;

/** Who knows: a resolver that has read the ledger, and the lists of its batches. */
export interface Knowledge {
  /** Of each identifier, in their order; null for those that are free. */
  of(identifiers: readonly LedgerIdentifier[]): Promise<readonly (Known | null)[]>;
}
