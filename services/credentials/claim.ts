/** What a credential claims of the ledger, and what of it must stay as it is for the credential to hold. */
import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import { type Hex, toHex } from "../ledger/hex.js";
import type {
  Address,
  BatchId,
  GrantEntity,
  NamespaceId,
  Provenance,
  RecordId,
  SealedId,
  Token,
} from "../store/model.js";

export const claimKinds = ["ownership", "registration", "right"] as const;
type ClaimKind = (typeof claimKinds)[number];

/** Whose a token is, under one holding of it. */
export interface OwnershipClaim {
  readonly kind: "ownership";
  readonly token: Token;
  readonly owner: Address;
  /** Holding epoch: the next owner has another one. */
  readonly epoch: number;
}

/** A member of a batch; `id` is that of the record that it has, or would have. */
export interface RegisteredMember {
  readonly kind: "member";
  readonly id: RecordId;
  readonly batch: BatchId;
  /** Place in the batch from 0, in decimal digits. */
  readonly index: string;
}

export type Registered =
  | { readonly kind: "record"; readonly id: RecordId }
  | { readonly kind: "sealed"; readonly id: SealedId }
  | RegisteredMember;

/** That an identifier was registered under a namespace: by itself, told or sealed, or in a batch. */
export interface RegistrationClaim {
  readonly kind: "registration";
  readonly of: Registered;
  readonly namespace: NamespaceId;
  readonly namespaceEpoch: number;
  readonly registered: Provenance;
}

/** That a right to data was given. */
export interface RightClaim {
  readonly kind: "right";
  readonly grant: GrantEntity;
}

export type Claim = OwnershipClaim | RegistrationClaim | RightClaim;

/** Which ledger, and which of its contracts, a claim is of. */
export interface ClaimPlace {
  readonly chainId: number;
  readonly contract: Address;
}

/**
 * SHA-256 of all that a claim states for good, in canonical JSON (RFC 8785): the same claim has the same fact, and whatever
 * is sold, given anew or replaced by a reorganisation has another one. Not in it is what a claim may outlive: when a right
 * ends, which a revocation brings forward, and whom a blinded commitment is of.
 */
export function factOf(claim: Claim, { chainId, contract }: ClaimPlace): Hex {
  const text = canonicalize({ chainId, contract, ...statedBy(claim) });
  return toHex(`0x${createHash("sha256").update(String(text)).digest("hex")}`);
}

function statedBy(claim: Claim): object {
  switch (claim.kind) {
    case "ownership":
      return claim;
    case "registration": {
      const { block, transaction } = claim.registered;
      return { ...claim, registered: { block, transaction } };
    }
    case "right": {
      const { id, asset, assetEpoch, scope, grantee, grantor, actions, from, terms, parent, sequence } =
        claim.grant;
      return {
        kind: claim.kind,
        grant: { id, asset, assetEpoch, scope, grantee, grantor, actions, from, terms, parent, sequence },
      };
    }
  }
}
