/** Identifiers that were issued together, or are kept free. */
import type { Address, BatchId, Digest, Hash, NamespaceId, SchemeId } from "./ids.js";
import type { Freezable, Provenance } from "./provenance.js";

/**
 * The identifiers `stem`, a number, `tail`, for each number from `first` to `last`; both are written in as many digits as
 * the identifiers have.
 */
export interface NumberRange {
  readonly scheme: SchemeId;
  readonly stem: string;
  readonly tail: string;
  readonly first: string;
  readonly last: string;
}

interface IssuedRange {
  readonly id: BatchId;
  readonly namespace: NamespaceId;
  readonly prefixLength: number;
  readonly issued: Provenance;
}

interface IssuedBatch extends IssuedRange, Freezable {
  readonly namespaceEpoch: number;
  readonly owner: Address;
  readonly epoch: number;
  /** Number of members, in decimal digits: it may be more than a JSON number holds. */
  readonly count: string;
  readonly status: "active" | "revoked";
  readonly revocation: { readonly reason: string; readonly provenance: Provenance } | null;
}

/** Identifiers that were issued together. */
export type BatchEntity =
  | (IssuedBatch & {
      readonly kind: "rule";
      readonly range: NumberRange;
      /** Where a later tenure of the namespace freed the range: since then it has no members. null else. */
      readonly released: Provenance | null;
    })
  | (IssuedBatch & {
      readonly kind: "merkle";
      readonly scheme: SchemeId;
      readonly root: Hash;
      /** SHA-256 of the file that lists the members. */
      readonly manifest: Digest;
      readonly uri: string;
    });

/** A range that is kept free. It has the id that a rule batch of it would have. */
export interface ReservationEntity extends IssuedRange {
  readonly range: NumberRange;
  /** null while it is reserved. */
  readonly released: Provenance | null;
}
