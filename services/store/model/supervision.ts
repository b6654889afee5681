/** Offices of the supervision and what they froze. */
import type {
  Address,
  BatchId,
  Digest,
  GrantId,
  NamespaceId,
  RecordId,
  SchemeId,
  SealedId,
  TwinId,
} from "./ids.js";
import type { Provenance } from "./provenance.js";

/** How far a regulator's mandate reaches. */
export type OfficeScope =
  | { readonly kind: "all" }
  /** Two letters of ISO 3166-1. */
  | { readonly kind: "jurisdiction"; readonly jurisdiction: string }
  | { readonly kind: "scheme"; readonly scheme: SchemeId };

export interface OfficeEntity {
  readonly number: number;
  readonly name: string;
  readonly scope: OfficeScope;
  /** The last time its mandate or name was set. */
  readonly accredited: Provenance;
}

export const freezeReasons = [
  "court-order",
  "sanctions",
  "recall",
  "investigation",
  "dispute",
  "insolvency",
  "other",
] as const;

export type FreezeReason = (typeof freezeReasons)[number];

export const liftReasons = ["order-lifted", "order-expired", "settled", "mistake", "other"] as const;

export type LiftReason = (typeof liftReasons)[number];

export type Thing =
  | { readonly kind: "namespace"; readonly id: NamespaceId }
  | { readonly kind: "record"; readonly id: RecordId }
  | { readonly kind: "sealed"; readonly id: SealedId }
  | { readonly kind: "twin"; readonly id: TwinId }
  | { readonly kind: "party"; readonly id: Address }
  | { readonly kind: "batch"; readonly id: BatchId }
  | { readonly kind: "grant"; readonly id: GrantId };

/** One office's freeze of a thing. */
export interface Freeze {
  readonly office: number;
  readonly reason: FreezeReason;
  /** SHA-256 of the order. */
  readonly order: Digest;
  /** The office's mandate when it froze. */
  readonly scope: OfficeScope;
  readonly frozen: Provenance;
}

/** The freezes in force on a thing, in the order in which they came; none once the last is lifted. */
export interface FreezesEntity {
  readonly thing: Thing;
  readonly freezes: readonly Freeze[];
}
