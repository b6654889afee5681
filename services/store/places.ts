/** What keys are made of where a single id does not do: places in what the store holds. */
import type {
  Address,
  Asset,
  BatchId,
  Digest,
  Grantee,
  GrantId,
  Hash,
  SchemeId,
  Subject,
  Token,
  TwinId,
  TwinUse,
} from "./model.js";

/** An asset in the hands of one holder: grants live and die with it. */
export type Holding = Asset & {
  /** Holding epoch; 0 for what survives a sale. */
  readonly epoch: number;
};

/** An asset, and to whom something of it was granted: a party, a commitment, or the groups, all of which share one place. */
export type GrantedTo = Asset & {
  readonly grantee: Exclude<Grantee, { readonly kind: "group" }> | { readonly kind: "groups" };
};

/** One scope of an asset in the hands of one holder. */
export interface HeldScope {
  /** Holding epoch; 0 for what survives a sale. */
  readonly epoch: number;
  /** Name of the data set or submodel, empty for all data; null for whichever, of sealed records alone. */
  readonly scope: string | null;
}

/** Both: so a decision finds its grants. */
export type GrantPlace = GrantedTo & HeldScope;

/** A subject that is one. */
export type NamedSubject = Exclude<Subject, { kind: "none" }>;

/** Where an event stands on a chain. */
export interface EventPlace {
  readonly block: number;
  /** Position of the log in its block. */
  readonly log: number;
}

/** A stretch of a block's events, see `eventStretch.ts`. */
export interface StretchPlace {
  readonly block: number;
  /** From 0 on. */
  readonly stretch: number;
}

export interface UndonePlace extends EventPlace {
  readonly replacement: number;
}

/** A permission by what it is for. */
export interface PermissionPlace {
  readonly twin: TwinId;
  /** Holding epoch. */
  readonly epoch: number;
  readonly use: TwinUse;
  /** The zero address for everyone. */
  readonly party: Address;
}

/** A token in the hands of one holder, who is controlled by one key. */
export interface TenuredToken {
  readonly token: Token;
  /** Holding epoch. */
  readonly epoch: number;
  /** Control epoch of the holder. */
  readonly controlEpoch: number;
}

export interface TenuredAccount extends TenuredToken {
  readonly account: Address;
}

/** What a party anchored: a digest, or the root of a bundle. */
export interface Authored {
  readonly digest: Digest;
  readonly author: Address;
}

/** A grant by its place among those of one holding of an asset. */
export type HeldGrant = Holding & {
  /** From 0 on. */
  readonly ordinal: number;
};

/** Grants of one place and kind that were ever given, also revoked and ended ones. */
export interface GivenGrants {
  readonly count: number;
  /** The one given last; null for none. */
  readonly last: GrantId | null;
}

/** What was ever granted at a place. */
export interface GrantsOfPlace extends HeldScope {
  /** By the asset's owner. */
  readonly given: GivenGrants;
  /** By those who may sub-license. */
  readonly sublicensed: GivenGrants;
}

/** What was ever granted to somebody of an asset. */
export interface GrantsOfGrantee {
  /** The first places, in the order in which they came. */
  readonly places: readonly GrantsOfPlace[];
  /** Whether there are others, each of which lies by itself. */
  readonly more: boolean;
}

/** Where that lies: what has room together for null, or one place by itself. */
export type GrantsKey = GrantedTo & { readonly apart: HeldScope | null };

/** A grant by its place. */
export interface PlacedGrant {
  readonly place: GrantPlace;
  readonly sublicence: boolean;
  /** From 0 on. */
  readonly ordinal: number;
}

/** What numbers have in common that one range may hold: all but their digits. */
export interface NumberForm {
  readonly scheme: SchemeId;
  /** Of the identifier, what comes before the number, and what comes after it. */
  readonly stem: string;
  readonly tail: string;
  /** Digits of the number, with leading zeros. */
  readonly width: number;
}

/** All numbers of one form that begin with the same digits. */
export interface NumberBlock {
  readonly form: NumberForm;
  /** The leading digits: none for all numbers. */
  readonly digits: string;
}

/** 256 members of a batch. */
export interface MemberWord {
  readonly batch: BatchId;
  readonly word: bigint;
}

/** The first block that the index was ever complete to. */
export interface Origin {
  readonly number: number;
  readonly hash: Hash;
}

/** What a block is told by besides its number. */
export interface BlockName {
  readonly hash: Hash;
  /** Unix seconds. */
  readonly time: number;
}

/** Which block is the one of an ordinal. */
export interface BlockPlace {
  readonly number: number;
  /** Unix seconds. */
  readonly time: number;
}
