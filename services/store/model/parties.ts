/** Parties, who controls them and how control comes back. */
import type { Address, Digest } from "./ids.js";
import type { Freezable, Provenance } from "./provenance.js";

export const partyKinds = ["organisation", "person-role", "machine", "software", "environment"] as const;

export type PartyKind = (typeof partyKinds)[number];

export interface PartyEntity extends Freezable {
  readonly identity: Address;
  readonly kind: PartyKind;
  readonly name: string;
  readonly legalId: string;
  readonly profileDigest: Digest | null;
  readonly profileUri: string;
  /** Who controls the party now; null once it is deactivated. */
  readonly controller: Address | null;
  readonly registered: Provenance;
}

/**
 * Who controls an account whose control was ever changed (ERC-1056). Any account may do so, also before it is a party, so
 * this is kept apart from the parties.
 */
export interface ControlEntity {
  readonly identity: Address;
  /** null once the identity is deactivated. */
  readonly controller: Address | null;
  /** How often control changed: what was agreed to or approved under an earlier epoch is void. */
  readonly epoch: number;
}

/** What an account says in its DID document beyond its controller (ERC-1056): somebody who acts for it, a key, a service. */
export type DidStatement =
  | { readonly kind: "delegate"; readonly delegateType: string; readonly delegate: Address }
  /** `did/pub/…` or `did/svc/…`, and the bytes that were set, in hex. */
  | { readonly kind: "attribute"; readonly name: string; readonly value: `0x${string}` };

/** A statement that was not taken back. */
export interface DidStatementEntity {
  readonly identity: Address;
  readonly statement: DidStatement;
  /** Which change of a delegate or key (of a service, for those) of the account made it, from 1 on. */
  readonly number: number;
  /** It holds before this second. */
  readonly validTo: number;
}

/** How an account's DID document came about; of one that never changed there is none. */
export interface DidHistoryEntity {
  readonly identity: Address;
  /** How often delegates and keys were changed, and how often services were. */
  readonly keys: number;
  readonly services: number;
  readonly changed: { readonly block: number; readonly time: number };
}

export interface GuardianSetEntity {
  readonly number: number;
  readonly guardians: readonly Address[];
  readonly threshold: number;
  /** Seconds. */
  readonly delay: number;
  readonly effectiveFrom: number;
}

/** The guardians whom a party named. Void under another control epoch. */
export interface GuardianshipEntity {
  readonly identity: Address;
  readonly controlEpoch: number;
  /** How often all approvals were voided. */
  readonly round: number;
  /** The set named last, and the one that counts until it does; null for none. */
  readonly last: GuardianSetEntity | null;
  readonly previous: GuardianSetEntity | null;
}

/** What guardians agreed to. Void under another control epoch, round or set. */
export interface RecoveryEntity {
  readonly identity: Address;
  readonly newController: Address;
  readonly controlEpoch: number;
  readonly round: number;
  /** Number of the set of guardians. */
  readonly set: number;
  readonly approvals: number;
  /** From when on it can be executed; 0 while too few agree. */
  readonly readyAt: number;
}
