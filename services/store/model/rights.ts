/** Who may do what with an asset's data: grants, terms, groups. */
import type { Address, Digest, GrantId, GroupId, RecordId, SealedId, TermsId, TwinId } from "./ids.js";
import type { Freezable, Provenance } from "./provenance.js";

export const grantActions = ["read", "use", "modify", "distribute", "derive"] as const;

export type GrantAction = (typeof grantActions)[number];

/** An asset whose data may be shared. */
export type Asset =
  | { readonly kind: "twin"; readonly id: TwinId }
  | { readonly kind: "record"; readonly id: RecordId }
  | { readonly kind: "sealed"; readonly id: SealedId };

export const granteeKinds = ["party", "group", "blinded"] as const;

/** Who may. Of a blinded grantee the ledger has no more than a commitment: a hash of the party with a salt. */
export type Grantee =
  | { readonly kind: "party"; readonly party: Address }
  | { readonly kind: "group"; readonly group: GroupId }
  | { readonly kind: "blinded"; readonly commitment: Digest };

export interface GrantEntity extends Freezable {
  readonly id: GrantId;
  readonly asset: Asset;
  /** Holding epoch of the asset under which the grant was given; under a later one it is void. 0: it survives a sale. */
  readonly assetEpoch: number;
  /** Name of the data set or submodel, empty for all data. */
  readonly scope: string;
  readonly grantee: Grantee;
  /** The asset's owner when it was given, or the party that sub-licensed. */
  readonly grantor: Address;
  readonly actions: readonly GrantAction[];
  /** 0: at once. */
  readonly from: number;
  /** 0: never ends. A revocation brings it forward. */
  readonly until: number;
  /** Terms under which it was given; null for none. */
  readonly terms: TermsId | null;
  /** The grant that it is a sub-licence of, and that grant's sequence then; null where the asset's owner gave it. */
  readonly parent: { readonly grant: GrantId; readonly sequence: number } | null;
  readonly sequence: number;
  /** A revoked grant holds until its notice has passed; a pending one waits for the grantee's acceptance. */
  readonly status: "pending" | "active" | "revoked";
  /** When the grantee accepted it; null where it did not. */
  readonly accepted: Provenance | null;
  /** When the grantee gave it up, or agreed that the grantor may end it; null where it did not. */
  readonly released: Provenance | null;
  readonly revocation: { readonly reason: string; readonly provenance: Provenance } | null;
  readonly granted: Provenance;
}

/** Terms of use: what the ledger enforces of them, and where the rest may be read. */
export interface TermsEntity {
  readonly id: TermsId;
  /** SHA-256 of the usage policy; null for none. */
  readonly policy: Digest | null;
  readonly policyUri: string;
  readonly actions: readonly GrantAction[];
  /** Levels of sub-licences that a grantee may give. */
  readonly sublicences: number;
  /** Seconds between a revocation and its effect. */
  readonly notice: number;
  readonly exclusive: boolean;
  readonly irrevocable: boolean;
  readonly byAcceptance: boolean;
  readonly registered: Provenance;
}

export interface GroupEntity {
  readonly id: GroupId;
  readonly owner: Address;
  readonly name: string;
  /** How often it was emptied, plus one. */
  readonly epoch: number;
  readonly size: number;
  readonly created: Provenance;
}

/** That a party is, or was, in a group. */
export interface MembershipEntity {
  readonly group: GroupId;
  readonly member: Address;
  /** Epoch of the group under which it was added: under a later one it is out. 0 once it was taken out. */
  readonly epoch: number;
  readonly changed: Provenance;
}
