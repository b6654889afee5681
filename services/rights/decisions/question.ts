/** What is decided: whether somebody may do something with data of an asset, at one moment of the ledger. */
import type { Hex } from "../../ledger/hex.js";
import type { Address, Asset, Digest, GrantAction, GrantEntity, GrantId } from "../../store/model.js";
import type { AskedMeter, Meter } from "../metering/meter.js";
import type { Policy } from "../policies/model.js";
import type { ReasonCode } from "./reasons.js";

/** When it is asked of; the view must be of the end of that block. */
export interface DecisionMoment {
  readonly block: number;
  /** Unix seconds at which the right must hold. */
  readonly at: number;
}

/** @typeParam Scope null where a right to any data of the asset is enough, whichever. */
export interface Question<Scope extends string | null = string> {
  /** Party that would act; null for one that is not known. */
  readonly subject: Address | null;
  /** Party of whose right it would make use, as its member or its software; null for its own. */
  readonly onBehalfOf: Address | null;
  readonly asset: Asset;
  /** Name of the data set or submodel, empty for all data. */
  readonly scope: Scope;
  readonly action: GrantAction;
  /** Salts of blinded grants, any of which shows that their holder is the grantee. */
  readonly openings: readonly Hex[];
  /** The only grant to look at; null for all. */
  readonly grant: GrantId | null;
  /** What it would be done for, in the words of the policy's profile; null where that is not to be decided. */
  readonly purpose: string | null;
  /** Units that the use costs, where a grant carries it; null where nothing is counted. */
  readonly meter: AskedMeter | null;
  /** Usage policies that are at hand, by the digest under which terms name them. */
  readonly policies: ReadonlyMap<Digest, Policy>;
}

/**
 * What the answer rests on.
 * - `ledger`: the ledger's own check, `DataRights.isAllowed` or `isAllowedTo`, says the same.
 * - `ownership`: the asset's owner needs no grant. The ledger knows no such question.
 * - `relation`: the ledger's check says the same of the party on whose behalf the subject acts; that it may act so is the
 *   relation's.
 * - `terms`: who asks, and the purpose, were held against the usage policy whose digest the grant's terms name.
 */
export type DecidedBy = "ledger" | "ownership" | "relation" | "terms";

export interface Decision {
  readonly allowed: boolean;
  readonly reason: ReasonCode;
  readonly decidedBy: DecidedBy;
  /** The grant that carries what is allowed, or that came closest; null for none. */
  readonly grant: GrantEntity | null;
  /** First second at which what is allowed ends unless the ledger changes; 0 for never, and for what is denied. */
  readonly until: number;
  /** The meter that was asked about, where it is of this data; null for none. */
  readonly meter: Meter | null;
  /** Usage policies that were held against who asks and for what, by their digests; none of what is denied. */
  readonly policies: readonly Digest[];
  readonly moment: DecisionMoment;
}

/** A grant that was looked at. */
export interface LookedAt {
  readonly grant: GrantEntity;
  /** `granted`, or the first thing that speaks against it. */
  readonly reason: ReasonCode;
}

/** A decision with all that was looked at. */
export interface Explanation extends Decision {
  readonly looked: readonly LookedAt[];
  /** False where there are more grants than are looked at. */
  readonly complete: boolean;
}
