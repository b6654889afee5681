/** Digital-twin models: versions, authors, licences, and what they come from and are made of. */
import type { Address, Digest, TwinId } from "./ids.js";
import type { Freezable, Provenance } from "./provenance.js";

export type TwinKind = "type" | "instance";

export const twinStates = ["draft", "released", "deprecated", "withdrawn"] as const;

export type TwinState = (typeof twinStates)[number];

/** What others may be permitted to use a twin for: as a parent of their twins, or as a component of their assemblies. */
export const twinUses = ["derive", "compose"] as const;

export type TwinUse = (typeof twinUses)[number];

export interface TwinVersion {
  readonly version: number;
  /** SHA-256 of the content. */
  readonly digest: Digest;
  readonly mediaType: string;
  readonly uri: string;
  readonly published: Provenance;
}

/** An author and its share in basis points. */
export interface AuthorShare {
  readonly party: Address;
  readonly share: number;
}

/** Licence terms that a twin offers. */
export interface TwinLicence {
  readonly version: number;
  /** SHA-256 of the terms; null from when on no licence was offered. */
  readonly digest: Digest | null;
  readonly uri: string;
  readonly attached: Provenance;
}

/** A twin that another one comes from. */
export interface TwinParent {
  readonly twin: TwinId;
  /** SHA-256 of the licence terms that the child took, null for none. */
  readonly licence: Digest | null;
}

/** A line of a bill of material. */
export interface ComponentEntity {
  readonly whole: TwinId;
  readonly part: TwinId;
  readonly quantity: number;
  readonly listed: Provenance;
}

/** Permission to use a twin, given under one holding of it. */
export interface TwinPermission {
  readonly use: TwinUse;
  /** null for everyone. */
  readonly party: Address | null;
  readonly given: Provenance;
}

export interface TwinEntity extends Freezable {
  readonly id: TwinId;
  readonly kind: TwinKind;
  readonly name: string;
  readonly state: TwinState;
  readonly stateReason: string;
  readonly author: Address;
  /** With shares that add up to 10,000: the author alone where nobody else was named. */
  readonly authors: readonly AuthorShare[];
  /** ERC-2981; a receiver of null is the key that controls the author. */
  readonly royalty: { readonly basisPoints: number; readonly receiver: Address | null } | null;
  /** Present licence terms; null where there never were any. */
  readonly licence: TwinLicence | null;
  readonly parents: readonly TwinParent[];
  /** Longest way to an ancestor without parents, 0 for a twin without parents. */
  readonly depth: number;
  /** Nothing may be derived from it or from its instances. */
  readonly closedToDerivation: boolean;
  readonly owner: Address;
  readonly epoch: number;
  /** The last version; older ones lie beside it. */
  readonly version: TwinVersion;
  readonly minted: Provenance;
}
