/** Grants of data-sharing rights and their sub-licences (docs/rights.md, IDataRights). */
import type { Asset, Assets } from "./assets.js";
import { type Clock, isOver } from "./clock.js";
import type { Groups } from "./groups.js";
import type { Account, Parties } from "./parties.js";
import { type Outcome, Refusals } from "./refusals.js";
import { allActions, type RightTerms, type TermsBook } from "./terms.js";
import { roles, type Token } from "./tokens.js";

export type Grantee =
  | { readonly kind: "party"; readonly party: Account }
  | { readonly kind: "group"; readonly group: string }
  | { readonly kind: "blinded"; readonly party: Account; readonly salt: number };

/** What a grant is about and whom it is for. */
export interface GrantKey {
  readonly asset: Asset;
  readonly survivesSale: boolean;
  /** Name of a data set, empty for all data. */
  readonly scope: string;
  readonly grantee: Grantee;
  /** Name of registered terms, null for none. */
  readonly terms: string | null;
  /** The grant above, null where the asset's owner gives it. */
  readonly parent: GrantName | null;
}

/** A grant for ever: its key with the holding under which it was given, 0 where it survives a sale. */
export interface GrantName extends GrantKey {
  readonly epoch: number;
}

export interface Extent {
  readonly from: number;
  readonly until: number;
  readonly actions: number;
}

/** What a grantee read of a grant before it binds itself: the asset's holding epoch, and the sequence. */
export interface Reading {
  readonly holding: number;
  readonly sequence: number;
}

export type GrantStatus = "active" | "revoked" | "pending";

export interface Grant extends Extent {
  readonly name: GrantName;
  readonly under: RightTerms;
  until: number;
  status: GrantStatus;
  readonly sequence: number;
  frozen: boolean;
  accepted: boolean;
  /** The grantee agreed that it end, where the grantor cannot end it alone. */
  released: boolean;
  /** The grantee ended it. */
  givenUp: boolean;
  /** Levels of sub-licences that may lie beneath it. */
  readonly sublicences: number;
  /** The grant above in the sequence in which it was then, and who gave this one. */
  readonly above: { readonly parent: string; readonly sequence: number; readonly licensor: Account } | null;
}

const names = new Map<string, GrantName>();

/** The name as a text, the same for the same grant. */
export function textOf(name: GrantName): string {
  const text = JSON.stringify(name);
  names.set(text, name);
  return text;
}

/** The name of a text that was made of one. */
export function nameOfText(text: string): GrantName {
  const name = names.get(text);
  if (name === undefined) throw new RangeError(`No grant has the name ${text}`);
  return name;
}

const mostExclusive = 8;

export class Grants {
  readonly all = new Map<string, Grant>();
  paused = false;

  constructor(
    readonly parties: Parties,
    readonly clock: Clock,
    readonly assets: Assets,
    readonly terms: TermsBook,
    readonly groups: Groups,
  ) {}

  pause(paused: boolean): void {
    this.paused = paused;
  }

  /** The grant with that key under the asset's present holding. */
  nameOf(key: GrantKey): GrantName {
    const { asset, survivesSale, scope, grantee, terms, parent } = key;
    const epoch = survivesSale ? 0 : (this.assets.of(asset)?.epoch ?? 0);
    return { asset, survivesSale, scope, grantee, terms, parent, epoch };
  }

  find(key: GrantKey): Grant | undefined {
    return this.all.get(textOf(this.nameOf(key)));
  }

  isOver({ until }: Grant): boolean {
    return isOver(until, this.clock);
  }

  grant(by: Account, key: GrantKey, extent: Extent): Outcome {
    const no = new Refusals();
    no.when(this.paused, "RegistryIsPaused");
    const asset = this.mustBeUsable(no, key.asset);
    if (asset === undefined) return no.errors;
    this.mustBeGrantor(no, by, key.asset);
    this.mustBeGivable(no, key, extent);
    no.when(this.#waitsForNobody(key), "GranteeIsBlinded");
    this.mustBeOpen(no, key, extent);
    if (!no.any) this.give(key, extent, false);
    return no.errors;
  }

  /** An asset on which rights can be given. */
  mustBeUsable(no: Refusals, asset: Asset): Token | undefined {
    const token = this.assets.of(asset);
    no.when(token === undefined, "UnknownAsset");
    if (token === undefined) return undefined;
    no.unless(this.assets.isActive(asset), "AssetNotLive");
    no.when(token.frozen, "ThingIsFrozen");
    return token;
  }

  /** Whether the caller may give rights to the asset's data. */
  mustBeGrantor(no: Refusals, by: Account, asset: Asset, error = "NotAssetOwner"): void {
    const token = this.assets.of(asset);
    if (token !== undefined && this.assets.mayAct(asset, by, roles.steward)) return;
    if (token !== undefined) this.parties.mustAct(no, by, token.holder, error);
  }

  /** No exclusive grant stands against it, and it is not an exclusive one too many. */
  mustBeOpen(no: Refusals, key: GrantKey, extent: Extent, ended?: Grant): void {
    const others = this.#exclusiveOn(key.asset).filter((grant) => grant !== ended);
    no.when(this.#bars(others, key, extent), "HeldExclusively");
    const exclusive = this.terms.of(key.terms)?.exclusive === true;
    no.when(exclusive && others.length >= mostExclusive, "TooManyExclusiveGrants");
  }

  /** What a grant that nobody can accept would wait for. */
  #waitsForNobody(key: GrantKey): boolean {
    return this.terms.of(key.terms)?.byAcceptance === true && key.grantee.kind === "blinded";
  }

  /** The extent is one, and within the terms. */
  mustFit(no: Refusals, { terms: name }: GrantKey, { from, until, actions }: Extent): void {
    no.when(actions === 0 || actions > allActions, "InvalidExtent");
    no.when(isOver(until, this.clock) || (until !== 0 && until <= from), "InvalidExtent");
    const terms = this.terms.of(name);
    no.when(terms === undefined, "UnknownTerms");
    no.when(terms !== undefined && (actions & ~terms.actions) !== 0, "BeyondTerms");
  }

  /** @param ended A grant that ends before this one is given. */
  mustBeGivable(no: Refusals, key: GrantKey, extent: Extent, ended?: Grant): void {
    no.unless(this.#isGrantee(key.grantee), "InvalidGrantee", "NotAParty", "PartyIsFrozen", "UnknownGroup");
    this.mustFit(no, key, extent);
    const former = this.find(key);
    no.when(former?.frozen === true, "ThingIsFrozen");
    no.when(
      former !== undefined && former !== ended && !this.isOver(former) && !this.#hangsOnAFormerGrant(former),
      "GrantExists",
    );
  }

  /** A sub-licence whose parent was given anew since never holds again. */
  #hangsOnAFormerGrant({ above }: Grant): boolean {
    return above !== null && this.all.get(above.parent)?.sequence !== above.sequence;
  }

  #isGrantee(grantee: Grantee): boolean {
    if (grantee.kind === "party") return this.parties.isUsable(grantee.party);
    return grantee.kind === "blinded" || this.groups.all.has(grantee.group);
  }

  /** Exclusive grants of the asset's owner that are not over. */
  #exclusiveOn(asset: Asset): readonly Grant[] {
    const epoch = this.assets.of(asset)?.epoch;
    return [...this.all.values()]
      .filter(({ name, under }) => {
        const same = name.asset.kind === asset.kind && name.asset.name === asset.name;
        return same && under.exclusive && (name.epoch === 0 || name.epoch === epoch);
      })
      .filter((grant) => !this.isOver(grant));
  }

  /** Whether an exclusive grant stands against another on the same data, actions and time. */
  #bars(exclusive: readonly Grant[], key: GrantKey, { from, until, actions }: Extent): boolean {
    return exclusive.some((other) => {
      const sameScope = other.name.scope === "" || key.scope === "" || other.name.scope === key.scope;
      const sameTime = (until === 0 || other.from < until) && (other.until === 0 || from < other.until);
      return sameScope && sameTime && (other.actions & actions) !== 0;
    });
  }

  /** Gives a right, on terms that were looked at before. */
  give(key: GrantKey, extent: Extent, accepted: boolean, above: Grant["above"] = null): Grant {
    const name = this.nameOf(key);
    const under = this.terms.of(key.terms);
    if (under === undefined) throw new Error("Terms were looked at before");
    const grant: Grant = {
      ...extent,
      name,
      under,
      status: under.byAcceptance && !accepted ? "pending" : "active",
      sequence: (this.all.get(textOf(name))?.sequence ?? 0) + 1,
      frozen: false,
      accepted,
      released: false,
      givenUp: false,
      sublicences: under.sublicences,
      above,
    };
    this.all.set(textOf(name), grant);
    return grant;
  }

  /** Who binds itself says of which owner, and which sequence, it read. */
  accept(by: Account, key: GrantKey, read: Reading): Outcome {
    const no = new Refusals();
    const grant = this.#existing(no, key);
    this.mustBeGrantee(no, by, key.grantee);
    no.unless(this.assets.of(key.asset)?.epoch === read.holding, "OtherHolding");
    if (grant === undefined) return no.errors;
    no.unless(grant.sequence === read.sequence, "OtherSequence");
    no.when(grant.status === "revoked", "UnknownGrant");
    no.when(grant.accepted, "NothingToDo");
    no.when(this.isOver(grant), "NothingToDo", "UnknownGrant");
    if (no.any) return no.errors;
    grant.accepted = true;
    grant.status = "active";
    return no.errors;
  }

  /** @param at When it shall end; null for as soon as its terms let. */
  revoke(by: Account, key: GrantKey, at: number | null): Outcome {
    const no = new Refusals();
    const grant = this.#existing(no, key);
    if (key.parent === null) this.mustBeGrantor(no, by, key.asset);
    if (grant === undefined) return no.errors;
    if (grant.above !== null) this.parties.mustAct(no, by, grant.above.licensor, "NotLicensor");
    no.when(grant.status === "revoked" || this.isOver(grant), "UnknownGrant", "NothingToDo");
    no.when(grant.under.irrevocable && !grant.released, "GrantIsIrrevocable");
    const earliest = this.clock.now + (grant.status === "pending" ? 0 : grant.under.notice);
    no.when(at !== null && at < earliest, "NoticeTooShort");
    // What waits for acceptance does not hold before its end either.
    if (!no.any) this.end(grant, grant.status === "pending" ? earliest : (at ?? earliest));
    return no.errors;
  }

  /** Brings its end forward. */
  end(grant: Grant, end: number): void {
    grant.status = "revoked";
    grant.until = grant.until === 0 ? end : Math.min(grant.until, end);
  }

  release(by: Account, key: GrantKey, read: Reading): Outcome {
    const no = new Refusals();
    const grant = this.#existing(no, key);
    this.mustBeGrantee(no, by, key.grantee);
    no.unless(this.assets.of(key.asset)?.epoch === read.holding, "OtherHolding");
    if (grant === undefined) return no.errors;
    no.unless(grant.sequence === read.sequence, "OtherSequence");
    no.when(this.isOver(grant), "UnknownGrant", "NothingToDo");
    const agrees = grant.under.irrevocable && grant.status !== "pending";
    no.when(agrees && grant.released, "NothingToDo");
    if (no.any) return no.errors;
    if (agrees) grant.released = true;
    else this.#giveUp(grant);
    return no.errors;
  }

  #giveUp(grant: Grant): void {
    grant.givenUp = true;
    this.end(grant, this.clock.now);
  }

  /** A grant that something can be done with, on an asset that is not frozen. */
  #existing(no: Refusals, key: GrantKey): Grant | undefined {
    const grant = this.find(key);
    no.when(grant === undefined, "UnknownGrant", "UnknownAsset");
    no.when(grant?.frozen === true, "ThingIsFrozen");
    no.when(this.assets.of(key.asset)?.frozen === true, "ThingIsFrozen");
    return grant;
  }

  mustBeGrantee(no: Refusals, by: Account, grantee: Grantee, error = "NotGrantee"): void {
    no.when(grantee.kind === "blinded", "GranteeIsBlinded");
    const party = grantee.kind === "group" ? this.groups.all.get(grantee.group)?.owner : grantee.party;
    if (party === undefined || grantee.kind === "blinded") return;
    this.parties.mustAct(no, by, party, error);
  }

  sublicense(by: Account, key: GrantKey, extent: Extent, parentKey: GrantKey): Outcome {
    const no = new Refusals();
    no.when(this.paused, "RegistryIsPaused");
    this.mustBeUsable(no, key.asset);
    this.mustBeGivable(no, key, extent);
    no.when(this.#waitsForNobody(key), "GranteeIsBlinded");
    const parent = this.find(parentKey);
    no.when(parent === undefined, "UnknownGrant", "SublicenceRefused");
    if (parentKey.grantee.kind !== "party") return ["SublicenceRefused", "NotLicensor", ...no.errors];
    this.parties.mustAct(no, by, parentKey.grantee.party, "NotLicensor");
    if (parent === undefined) return no.errors;
    no.unless(this.holds(parent), "SublicenceRefused", "ThingIsFrozen");
    const terms = this.terms.of(key.terms);
    const deeper = terms === undefined || terms.sublicences >= parent.sublicences;
    no.when(parent.sublicences === 0 || (deeper && terms?.sublicences !== 0), "SublicenceRefused");
    no.when(terms?.exclusive === true, "SublicenceRefused");
    no.unless((extent.actions & ~parent.actions) === 0, "SublicenceRefused");
    no.unless(
      parent.until === 0 || (extent.until !== 0 && extent.until <= parent.until),
      "SublicenceRefused",
    );
    no.unless(parent.name.scope === "" || parent.name.scope === key.scope, "SublicenceRefused");
    no.unless(parent.name.survivesSale || !key.survivesSale, "SublicenceRefused");
    if (no.any) return no.errors;
    const above = {
      parent: textOf(parent.name),
      sequence: parent.sequence,
      licensor: parentKey.grantee.party,
    };
    this.give(key, extent, false, above);
    return no.errors;
  }

  /** Whether a grant holds now, with all above it. */
  holds(grant: Grant): boolean {
    const waits = grant.status === "pending" || this.clock.now < grant.from;
    if (waits || this.isOver(grant) || grant.frozen) return false;
    if (grant.above === null) return true;
    const parent = this.all.get(grant.above.parent);
    if (parent === undefined || parent.sequence !== grant.above.sequence) return false;
    const { asset, epoch } = parent.name;
    if (epoch !== 0 && epoch !== this.assets.of(asset)?.epoch) return false;
    return this.parties.isLiving(grant.above.licensor) && this.holds(parent);
  }

  /** Whether the party may do all of the actions now, as the key's grantee. */
  isAllowedTo(key: GrantKey, party: Account, actions: number): boolean {
    const token = this.assets.of(key.asset);
    if (token === undefined || !this.assets.isActive(key.asset)) return false;
    if (!this.parties.isLiving(token.holder) || !this.parties.isUsable(party)) return false;
    if (!this.#speaksFor(key.grantee, party)) return false;
    return [key, { ...key, scope: "" }].some((each) => {
      const grant = this.find(each);
      return grant !== undefined && this.holds(grant) && (actions & ~grant.actions) === 0;
    });
  }

  #speaksFor(grantee: Grantee, party: Account): boolean {
    if (grantee.kind !== "group") return grantee.party === party;
    return this.groups.all.get(grantee.group)?.members.has(party) === true;
  }

  freeze(name: string, frozen: boolean): void {
    const grant = this.all.get(name);
    if (grant !== undefined) grant.frozen = frozen;
  }
}
