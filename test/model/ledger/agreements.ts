/** Offers, agreements and their amendments (docs/rights.md, "Offers and agreements"; IRightAgreements). */
import { type Clock, isOver } from "./clock.js";
import { type Extent, type Grant, type GrantKey, type Grants, textOf } from "./grants.js";
import type { Account } from "./parties.js";
import { type Outcome, Refusals } from "./refusals.js";

/** What is offered, or, in place of an agreement that is in force, proposed. */
export interface Proposal {
  readonly key: GrantKey;
  /** No actions: the agreement is to end. */
  readonly extent: Extent;
  readonly amount: number;
  /** Text of the proposal that it amends, null for an offer. */
  readonly previous: string | null;
  /** 0 for never. */
  readonly expiry: number;
  readonly number: number;
}

/** A proposal with the asset's holding under which it was made: who owned it then. */
export interface ProposalName extends Proposal {
  readonly assetEpoch: number;
}

export type ProposalStatus = "open" | "withdrawn" | "in-force" | "amended" | "ended";

/** What was said, and what became of it. */
export interface Offer {
  readonly name: ProposalName;
  readonly byGrantee: boolean;
  /** Who said it, and in which of its control epochs. */
  readonly proposer: Account;
  readonly controlEpoch: number;
  status: ProposalStatus;
  /** 0 before acceptance. */
  version: number;
  /** The right that it made, in its sequence. */
  grant: Grant | null;
  acceptance: string | null;
}

const names = new Map<string, ProposalName>();

/** The name as a text, the same for the same proposal under the same holding. */
export function textOfProposal({
  key,
  extent,
  amount,
  previous,
  expiry,
  number,
  assetEpoch,
}: ProposalName): string {
  const name = { key, extent, amount, previous, expiry, number, assetEpoch };
  const text = JSON.stringify(name);
  names.set(text, name);
  return text;
}

/** The name of a text that was made of one. */
export function proposalOfText(text: string): ProposalName {
  const name = names.get(text);
  if (name === undefined) throw new RangeError(`No proposal has the name ${text}`);
  return name;
}

export class Agreements {
  readonly all = new Map<string, Offer>();

  constructor(
    readonly grants: Grants,
    readonly clock: Clock,
  ) {}

  #epochOf({ key }: Proposal): number | undefined {
    return this.grants.assets.of(key.asset)?.epoch;
  }

  propose(by: Account, proposal: Proposal, assetEpoch: number): Outcome {
    const no = new Refusals();
    const { key, extent, previous } = proposal;
    this.#mustBeOfHolding(no, proposal, assetEpoch);
    no.when(key.parent !== null, "InvalidProposal");
    no.when(previous === null && extent.actions === 0, "InvalidProposal");
    if (previous !== null) this.#mustBeInForce(no, proposal, previous);
    // What could never be concluded is not offered.
    if (extent.actions !== 0) this.grants.mustFit(no, key, extent);
    const name = { ...proposal, assetEpoch };
    no.when(this.all.has(textOfProposal(name)), "ProposalExists");
    const byGrantee = !this.#isOwnerSide(by, proposal);
    if (byGrantee && previous === null) this.grants.mustBeGrantor(no, by, key.asset);
    if (byGrantee && previous !== null) this.#mustBeGrantee(no, by, proposal);
    const proposer = this.#partyOf(proposal, byGrantee);
    if (no.any || proposer === undefined) return no.errors;
    const { controlEpoch } = this.grants.parties.of(proposer);
    const made = { status: "open", version: 0, grant: null, acceptance: null } as const;
    this.all.set(textOfProposal(name), { name, byGrantee, proposer, controlEpoch, ...made });
    return no.errors;
  }

  #mustBeOfHolding(no: Refusals, proposal: Proposal, assetEpoch: number): void {
    no.unless(this.#epochOf(proposal) === assetEpoch, "OtherHolding", "UnknownProposal", "UnknownAsset");
  }

  #isOwnerSide(by: Account, { key }: Proposal): boolean {
    const no = new Refusals();
    this.grants.mustBeGrantor(no, by, key.asset);
    return !no.any;
  }

  #mustBeGrantee(no: Refusals, by: Account, { key }: Proposal): void {
    no.when(key.grantee.kind === "blinded", "NotThatSide", "GranteeIsBlinded");
    if (key.grantee.kind !== "blinded") this.grants.mustBeGrantee(no, by, key.grantee, "NotThatSide");
  }

  /** The party that is a side: the asset's owner, the grantee, or the owner of the group that is one. */
  #partyOf({ key }: Proposal, grantee: boolean): Account | undefined {
    if (!grantee) return this.grants.assets.of(key.asset)?.holder;
    if (key.grantee.kind === "group") return this.grants.groups.all.get(key.grantee.group)?.owner;
    return key.grantee.party;
  }

  /** An agreement on the same asset with the same grantee, whose right is that of the present holding. */
  #mustBeInForce(no: Refusals, { key }: Proposal, previous: string): void {
    const amended = this.all.get(previous);
    no.unless(amended?.status === "in-force", "InvalidProposal");
    if (amended === undefined) return;
    const before = amended.name.key;
    const same = JSON.stringify([before.asset, before.grantee]) === JSON.stringify([key.asset, key.grantee]);
    no.unless(same, "InvalidProposal");
    const sold = amended.grant !== null && !this.#isOfPresentHolding(amended.grant);
    no.when(sold, "InvalidProposal");
  }

  #isOfPresentHolding({ name }: Grant): boolean {
    return name.epoch === 0 || name.epoch === this.grants.assets.of(name.asset)?.epoch;
  }

  withdraw(by: Account, proposal: Proposal): Outcome {
    const no = new Refusals();
    const offer = this.#made(no, proposal, this.#epochOf(proposal));
    if (offer === undefined) return no.errors;
    no.unless(offer.status === "open", "ProposalNotOpen");
    this.#mustBeSide(no, by, proposal, offer.byGrantee);
    if (!no.any) offer.status = "withdrawn";
    return no.errors;
  }

  #made(no: Refusals, proposal: Proposal, assetEpoch: number | undefined): Offer | undefined {
    const offer =
      assetEpoch === undefined ? undefined : this.all.get(textOfProposal({ ...proposal, assetEpoch }));
    no.when(offer === undefined, "UnknownProposal", "UnknownAsset");
    return offer;
  }

  #mustBeSide(no: Refusals, by: Account, proposal: Proposal, grantee: boolean): void {
    if (grantee) this.#mustBeGrantee(no, by, proposal);
    else this.grants.mustBeGrantor(no, by, proposal.key.asset, "NotThatSide");
  }

  conclude(by: Account, proposal: Proposal, assetEpoch: number, acceptance: string | null): Outcome {
    const no = new Refusals();
    const { key, extent, previous } = proposal;
    const ends = extent.actions === 0;
    this.#mustBeOfHolding(no, proposal, assetEpoch);
    const offer = this.#made(no, proposal, assetEpoch);
    if (offer === undefined) return no.errors;
    no.unless(offer.status === "open", "ProposalNotOpen");
    no.when(isOver(proposal.expiry, this.clock), "ProposalExpired");
    const { controlEpoch } = this.grants.parties.of(offer.proposer);
    no.unless(controlEpoch === offer.controlEpoch, "ProposalVoid");
    this.grants.parties.mustReceive(no, offer.proposer);
    const blinded = key.grantee.kind === "blinded";
    this.#mustBeSide(no, by, proposal, !blinded && !offer.byGrantee);
    no.unless(blinded === (acceptance !== null), "InvalidAcceptance");
    no.when(this.grants.assets.of(key.asset)?.frozen === true, "ThingIsFrozen");
    const ended = this.#endedBy(no, proposal);
    if (!ends) this.#mustGive(no, proposal, ended);
    if (no.any) return no.errors;

    const amended = previous === null ? undefined : this.all.get(previous);
    if (ended !== undefined) this.grants.end(ended, this.clock.now);
    if (amended !== undefined) amended.status = ends ? "ended" : "amended";
    offer.status = ends ? "ended" : "in-force";
    offer.acceptance = acceptance;
    if (!ends) offer.version = (amended?.version ?? 0) + 1;
    offer.grant = ends ? null : this.grants.give(key, extent, true);
    return no.errors;
  }

  /** The right of the agreement that it amends, where that has not ended before, nor was given anew since. */
  #endedBy(no: Refusals, proposal: Proposal): Grant | undefined {
    if (proposal.previous === null) return undefined;
    this.#mustBeInForce(no, proposal, proposal.previous);
    const made = this.all.get(proposal.previous)?.grant;
    if (made == null || this.grants.all.get(textOf(made.name)) !== made || this.grants.isOver(made))
      return undefined;
    no.when(made.frozen, "ThingIsFrozen");
    return made;
  }

  #mustGive(no: Refusals, { key, extent }: Proposal, ended: Grant | undefined): void {
    no.when(this.grants.paused, "RegistryIsPaused");
    this.grants.mustBeUsable(no, key.asset);
    this.grants.mustBeGivable(no, key, extent, ended);
    this.grants.mustBeOpen(no, key, extent, ended);
  }
}
