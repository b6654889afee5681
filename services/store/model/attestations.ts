/** What registrars vouch for of a party, and what parties are to one another and to twins. */
import type { Address, AttestationId, Digest, StatementKindId, TwinId } from "./ids.js";
import type { Provenance } from "./provenance.js";

/** What an accredited registrar vouches for. Whether it is valid depends on more than itself: its end, its registrar's accreditation, both parties. */
export interface AttestationEntity {
  readonly id: AttestationId;
  readonly registrar: Address;
  readonly party: Address;
  /** Name of the statement's kind; that of legal identifiers ends with a colon: `lei:`. */
  readonly kind: string;
  readonly kindId: StatementKindId;
  readonly digest: Digest;
  /** null where it is of something else. */
  readonly legalId: string | null;
  readonly uri: string;
  /** 0: no end. */
  readonly until: number;
  readonly sequence: number;
  /** Epoch of the registrar's accreditation under which it was given. */
  readonly accreditation: number;
  readonly status: "active" | "revoked";
  readonly revocation: { readonly reason: string; readonly provenance: Provenance } | null;
  readonly attested: Provenance;
}

export interface AccreditationEntity {
  readonly registrar: Address;
  readonly kind: string;
  readonly kindId: StatementKindId;
  readonly epoch: number;
  /** 0: no end. */
  readonly until: number;
  readonly withdrawal: { readonly reason: string; readonly provenance: Provenance } | null;
  readonly accredited: Provenance;
}

export const relationKinds = ["membership", "twin", "agent"] as const;

export type RelationKind = (typeof relationKinds)[number];

/** The sides of a relation: a party, and a twin or another party. */
export type RelationSides =
  | { readonly kind: "twin"; readonly party: Address; readonly subject: TwinId }
  | { readonly kind: "membership" | "agent"; readonly party: Address; readonly subject: Address };

/** Whether it holds depends on both sides too. */
export interface RelationEntity {
  readonly sides: RelationSides;
  /** Whether it began and nobody ended it. */
  readonly begun: boolean;
  /** How often it began. */
  readonly epoch: number;
  /** Holding epoch of the twin under which it began. */
  readonly subjectEpoch: number;
  /** When it last began; null for never. */
  readonly since: Provenance | null;
  /** Who agreed while it has not begun, under which epochs. */
  readonly partyConsent: { readonly controlEpoch: number; readonly subjectEpoch: number } | null;
  readonly subjectConsent: { readonly controlEpoch: number; readonly subjectEpoch: number } | null;
}
