/** Identifier records, open and sealed: their subjects, links and equivalents. */
import type {
  Address,
  BatchId,
  Digest,
  NamespaceId,
  RecordId,
  SchemeId,
  Seal,
  SealedId,
  TwinId,
} from "./ids.js";
import type { Freezable, Provenance } from "./provenance.js";

export type RecordStatus = "active" | "suspended" | "retired";

export type Subject =
  | { readonly kind: "none" }
  | { readonly kind: "twin"; readonly id: TwinId }
  | { readonly kind: "party"; readonly id: Address }
  | { readonly kind: "record"; readonly id: RecordId };

/** A target of an RFC 9264 linkset: attributes as they were registered. */
export interface LinkTarget {
  readonly href: string;
  readonly title?: string;
  readonly type?: string;
  readonly hreflang?: readonly string[];
  /** GS1's extension attribute: for whom or where the target is meant. In any of the forms that an extension may have. */
  readonly context?: unknown;
}

/** Link relation to targets: an RFC 9264 context object without its anchor. */
export type Linkset = Readonly<Record<string, readonly LinkTarget[]>>;

export interface RecordEntity extends Freezable {
  readonly id: RecordId;
  /** The namespace that issued it, for ever. */
  readonly namespace: NamespaceId;
  readonly scheme: SchemeId;
  /** Bytes of the prefix of the namespace that issued it, within the identifier. */
  readonly prefixLength: number;
  /** Canonical identifier. */
  readonly identifier: string;
  readonly owner: Address;
  readonly epoch: number;
  readonly status: RecordStatus;
  readonly statusReason: string;
  /** Holding epoch of the namespace at registration. */
  readonly namespaceEpoch: number;
  readonly version: number;
  readonly digest: Digest;
  readonly subject: Subject;
  /** Links as registered; empty where the event's bytes were not a valid linkset (`linksetValid` tells). */
  readonly linkset: Linkset;
  readonly linksetValid: boolean;
  /** Whether it never moves. */
  readonly locked: boolean;
  /** The batch as whose member it came into being, with its place there in decimal digits; null where it was registered. */
  readonly member: { readonly batch: BatchId; readonly index: string } | null;
  readonly registered: Provenance;
  readonly updated: Provenance;
}

/**
 * What a record states to be the same thing as itself. It is its owner's word, and nothing before the other record states as
 * much.
 */
export interface SameAsEntity {
  readonly record: RecordId;
  /** Holding epoch of the record in which it was stated: in any other it binds nobody. */
  readonly epoch: number;
  /** Ids of the records of the stated identifiers, registered or not: at least one, none twice, never its own. */
  readonly stated: readonly RecordId[];
}

/** A record that does not tell its identifier: what the ledger has of it, which is neither the identifier nor the content. */
export interface SealedRecordEntity extends Freezable {
  readonly id: SealedId;
  /** The namespace that issued it, for ever. */
  readonly namespace: NamespaceId;
  readonly seal: Seal;
  readonly owner: Address;
  readonly epoch: number;
  readonly status: RecordStatus;
  readonly statusReason: string;
  /** Holding epoch of the namespace at registration. */
  readonly namespaceEpoch: number;
  readonly version: number;
  /** Salted digest of the content of that version; null for neither subject nor links. */
  readonly digest: Digest | null;
  /** Whether it never moves. */
  readonly locked: boolean;
  readonly registered: Provenance;
  readonly updated: Provenance;
}
