/** What a party can hold and hand over, and what it lets others do with it. */
import type { Address, BatchId, NamespaceId, RecordId, SealedId, TwinId } from "./ids.js";
import type { Placing, Provenance } from "./provenance.js";

/** What a party can hold and hand over. */
export type Token =
  | { readonly kind: "namespace"; readonly id: NamespaceId }
  | { readonly kind: "record"; readonly id: RecordId }
  | { readonly kind: "sealed"; readonly id: SealedId }
  | { readonly kind: "batch"; readonly id: BatchId }
  | { readonly kind: "twin"; readonly id: TwinId };

/** Hot roles: what a holder lets others do to one of its tokens. The position is that of the bit on the chain. */
export const tokenRoles = ["registrar", "delegator", "publisher", "steward"] as const;

export type TokenRole = (typeof tokenRoles)[number];

/** What an account may do to a token, given under one holding of it and one key of its holder. */
export interface TokenRolesEntity {
  readonly account: Address;
  readonly roles: readonly TokenRole[];
  readonly given: Provenance;
}

/** The account that may move a token (ERC-721), given under one holding of it and one key of its holder: void in any other. */
export interface ApprovalEntity {
  /** null where it was taken back. */
  readonly account: Address | null;
  /** Holding epoch. */
  readonly epoch: number;
  /** Control epoch of the holder. */
  readonly controlEpoch: number;
  readonly given: Placing;
}

/** Whose units and tokens an operator may move: a registry of tokens, or that of quotas. */
export type OperatedKind = Token["kind"] | "quota";

/** An account that may move all that a party holds in one registry, given under one key of that party: void under any other. */
export interface OperatorEntity {
  readonly kind: OperatedKind;
  readonly holder: Address;
  readonly operator: Address;
  /** Whether it still may; false where it was taken back. */
  readonly approved: boolean;
  /** Control epoch of the holder. */
  readonly controlEpoch: number;
  readonly given: Placing;
}
