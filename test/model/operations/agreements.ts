import { type Offer, type Proposal, textOfProposal } from "../ledger/agreements.js";
import { isOver } from "../ledger/clock.js";
import type { GrantKey } from "../ledger/grants.js";
import type { Ledger } from "../ledger/ledger.js";
import type { Account } from "../ledger/parties.js";
import { scopes, termsByName } from "../universe.js";
import { proposalWords } from "../words/agreements.js";
import { digestWord } from "../words/names.js";
import type { Dice } from "./dice.js";
import type { Draw, Operation } from "./operation.js";
import { drawAsset, drawExtent, drawGrantee, granteeKey, keyOfAsset, touchesOf } from "./rights.js";

const propose = (proposal: Proposal, assetEpoch: number): Operation => ({
  contract: "rights",
  call: "propose",
  words: () => [proposalWords(proposal), assetEpoch],
  touches: touchesOf(proposal.key),
  apply: ({ agreements }, by) => agreements.propose(by, proposal, assetEpoch),
  text: `propose ${JSON.stringify(proposal)} of holding ${assetEpoch}`,
});

const withdraw = (proposal: Proposal): Operation => ({
  contract: "rights",
  call: "withdrawProposal",
  words: () => [proposalWords(proposal)],
  touches: touchesOf(proposal.key),
  apply: ({ agreements }, by) => agreements.withdraw(by, proposal),
  text: `withdraw ${JSON.stringify(proposal)}`,
});

const conclude = (proposal: Proposal, assetEpoch: number, acceptance: string | null): Operation => ({
  contract: "rights",
  call: "conclude",
  words: () => [proposalWords(proposal), assetEpoch, digestWord(acceptance)],
  touches: touchesOf(proposal.key),
  apply: ({ agreements }, by) => agreements.conclude(by, proposal, assetEpoch, acceptance),
  text: `conclude ${JSON.stringify(proposal)} of holding ${assetEpoch} with ${acceptance}`,
});

function drawTermsOf(dice: Dice, ledger: Ledger, survivesSale: boolean) {
  return {
    survivesSale,
    scope: dice.of(scopes),
    terms: dice.chance(1, 3) ? null : dice.existing(ledger.terms.all, [...termsByName.keys()]),
  };
}

/** Mostly the asset's holding as it is, seldom as it was or will be. */
function drawEpoch(dice: Dice, ledger: Ledger, { asset }: GrantKey): number {
  const epoch = ledger.grants.assets.of(asset)?.epoch ?? 0;
  return dice.chance(1, 20) ? epoch + 1 : epoch;
}

const drawOffer: Draw = (dice, ledger) => {
  const asset = drawAsset(dice, ledger);
  const parent = dice.chance(1, 20) ? ([...ledger.grants.all.values()][0]?.name ?? null) : null;
  const grantee = drawGrantee(dice, ledger);
  const key: GrantKey = { asset, grantee, parent, ...drawTermsOf(dice, ledger, dice.chance(1, 4)) };
  const extent = { ...drawExtent(dice, ledger), ...(dice.chance(1, 20) ? { actions: 0 } : {}) };
  const offer = { key, extent, amount: dice.below(9), previous: null };
  const proposal = { ...offer, expiry: dice.time(ledger), number: dice.below(2) };
  return { by: keyOfAsset(dice, ledger, asset), operation: propose(proposal, drawEpoch(dice, ledger, key)) };
};

/** Mostly an offer of that status that the present holder of the asset can be held to. */
function drawMade(dice: Dice, ledger: Ledger, wanted: (offer: Offer) => boolean): Offer | undefined {
  const all = [...ledger.agreements.all.values()];
  const present = all.filter(
    (offer) =>
      offer.name.assetEpoch === ledger.grants.assets.of(offer.name.key.asset)?.epoch && wanted(offer),
  );
  if (present.length > 0) return dice.mostly(present, all);
  return all.length === 0 || dice.chance(5, 6) ? undefined : dice.of(all);
}

/** The key of a side. */
const keyOfSide = (dice: Dice, ledger: Ledger, { grantee, asset }: GrantKey, byGrantee: boolean): Account =>
  byGrantee ? granteeKey(dice, ledger, grantee) : keyOfAsset(dice, ledger, asset);

const drawAmendment: Draw = (dice, ledger) => {
  const made = drawMade(dice, ledger, ({ status }) => status === "in-force");
  if (made === undefined) return drawConclude(dice, ledger);
  const { asset, grantee, survivesSale } = made.name.key;
  const other = dice.chance(1, 15) ? drawGrantee(dice, ledger) : grantee;
  const key: GrantKey = { asset, grantee: other, parent: null, ...drawTermsOf(dice, ledger, survivesSale) };
  const ends = dice.chance(1, 3);
  const drawn = drawExtent(dice, ledger);
  const extent = ends ? { from: 0, until: 0, actions: 0 } : drawn;
  const amendment = { key, extent, amount: dice.below(9), previous: textOfProposal(made.name) };
  const proposal = { ...amendment, expiry: dice.time(ledger), number: dice.below(2) };
  const by = keyOfSide(dice, ledger, key, dice.chance(1, 2) && grantee.kind !== "blinded");
  return { by, operation: propose(proposal, drawEpoch(dice, ledger, key)) };
};

const drawWithdraw: Draw = (dice, ledger) => {
  const made = drawMade(dice, ledger, ({ status }) => status === "open");
  if (made === undefined) return drawOffer(dice, ledger);
  return { by: keyOfSide(dice, ledger, made.name.key, made.byGrantee), operation: withdraw(made.name) };
};

const drawConclude: Draw = (dice, ledger) => {
  const made = drawMade(dice, ledger, ({ name, status }) => {
    const over = isOver(name.expiry, ledger.clock) || isOver(name.extent.until, ledger.clock);
    return status === "open" && !over;
  });
  if (made === undefined) return drawOffer(dice, ledger);
  const { key } = made.name;
  const blinded = key.grantee.kind === "blinded";
  const acceptance = blinded !== dice.chance(1, 20) ? "signature" : null;
  const by = keyOfSide(dice, ledger, key, !blinded && !made.byGrantee);
  return { by, operation: conclude(made.name, drawEpoch(dice, ledger, key), acceptance) };
};

export const agreementDraws: readonly (readonly [number, Draw])[] = [
  [7, drawOffer],
  [6, drawAmendment],
  [2, drawWithdraw],
  [10, drawConclude],
];
