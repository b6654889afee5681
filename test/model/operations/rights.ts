import type { Asset } from "../ledger/assets.js";
import type { Extent, Grant, Grantee, GrantKey, Reading } from "../ledger/grants.js";
import { groupKey } from "../ledger/groups.js";
import type { Ledger } from "../ledger/ledger.js";
import type { Account } from "../ledger/parties.js";
import { roles } from "../ledger/tokens.js";
import { accounts, contents, identifiers, salts, scopes, sealedNames, termsByName } from "../universe.js";
import { extentWords, grantKeyWords, termsWords } from "../words/rights.js";
import type { Dice } from "./dice.js";
import type { Draw, Operation } from "./operation.js";

export const touchesOf = ({ asset }: GrantKey): readonly string[] => [
  `rights of ${asset.kind} ${asset.name}`,
];

const registerTerms = (name: string): Operation => ({
  contract: "rights",
  call: "registerTerms",
  words: () => [termsWords(termsNamed(name))],
  touches: [`terms ${name}`],
  apply: ({ terms }) => terms.register(name, termsNamed(name)),
  text: `register the terms "${name}"`,
});

function termsNamed(name: string) {
  const terms = termsByName.get(name);
  if (terms === undefined) throw new RangeError(`There are no terms ${name}`);
  return terms;
}

const grant = (key: GrantKey, extent: Extent): Operation => ({
  contract: "rights",
  call: "grant",
  words: () => [grantKeyWords(key), extentWords(extent, key.scope)],
  touches: touchesOf(key),
  apply: ({ grants }, by) => grants.grant(by, key, extent),
  text: `grant ${JSON.stringify(key)} ${JSON.stringify(extent)}`,
});

const sublicense = (key: GrantKey, extent: Extent, parentKey: GrantKey): Operation => ({
  contract: "rights",
  call: "sublicense",
  words: () => [grantKeyWords(key), extentWords(extent, key.scope), grantKeyWords(parentKey)],
  touches: touchesOf(key),
  apply: ({ grants }, by) => grants.sublicense(by, key, extent, parentKey),
  text: `sublicense ${JSON.stringify(key)} ${JSON.stringify(extent)}`,
});

const accept = (key: GrantKey, read: Reading): Operation => ({
  contract: "rights",
  call: "accept",
  words: () => [grantKeyWords(key), read.holding, read.sequence],
  touches: touchesOf(key),
  apply: ({ grants }, by) => grants.accept(by, key, read),
  text: `accept ${JSON.stringify(key)} as ${JSON.stringify(read)}`,
});

const revoke = (key: GrantKey): Operation => ({
  contract: "rights",
  call: "revoke",
  words: () => [grantKeyWords(key), "why"],
  touches: touchesOf(key),
  apply: ({ grants }, by) => grants.revoke(by, key, null),
  text: `revoke ${JSON.stringify(key)}`,
});

const revokeAt = (key: GrantKey, end: number): Operation => ({
  contract: "rights",
  call: "revokeAt",
  words: () => [grantKeyWords(key), end, "why"],
  touches: touchesOf(key),
  apply: ({ grants }, by) => grants.revoke(by, key, end),
  text: `revoke ${JSON.stringify(key)} at ${end}`,
});

const release = (key: GrantKey, read: Reading): Operation => ({
  contract: "rights",
  call: "release",
  words: () => [grantKeyWords(key), read.holding, read.sequence],
  touches: touchesOf(key),
  apply: ({ grants }, by) => grants.release(by, key, read),
  text: `release ${JSON.stringify(key)} as ${JSON.stringify(read)}`,
});

const drawTerms: Draw = (dice, ledger) => ({
  by: dice.account(),
  operation: registerTerms(dice.fresh(ledger.terms.all, [...termsByName.keys()])),
});

export function drawAsset(dice: Dice, ledger: Ledger): Asset {
  if (ledger.sealedRecords.all.size > 0 && dice.chance(1, 6)) {
    return { kind: "sealed", name: dice.existing(ledger.sealedRecords.all, sealedNames) };
  }
  return dice.chance(1, 2)
    ? { kind: "twin", name: dice.existing(ledger.twins.all, contents) }
    : { kind: "record", name: dice.existing(ledger.records.all, identifiers) };
}

export function drawGrantee(dice: Dice, ledger: Ledger): Grantee {
  switch (dice.below(6)) {
    case 0:
      return { kind: "blinded", party: dice.party(), salt: dice.of(salts) };
    case 1:
      return { kind: "group", group: dice.existing(ledger.groups.all, [groupKey(1, "nobody")]) };
    default:
      return { kind: "party", party: dice.receiver(ledger) };
  }
}

export function drawExtent(dice: Dice, ledger: Ledger): Extent {
  const from = dice.chance(1, 3) ? ledger.clock.now + dice.below(40) : 0;
  return { from, until: dice.time(ledger), actions: dice.chance(1, 15) ? 32 : 1 + dice.below(7) };
}

export function keyOfAsset(dice: Dice, ledger: Ledger, asset: Asset): Account {
  const stewards = accounts.filter((key) => ledger.grants.assets.mayAct(asset, key, roles.steward));
  if (stewards.length > 0 && dice.chance(1, 3)) return dice.of(stewards);
  return dice.keyOf(ledger, ledger.grants.assets.of(asset)?.holder);
}

const drawGrant: Draw = (dice, ledger) => {
  const asset = drawAsset(dice, ledger);
  const key: GrantKey = {
    asset,
    survivesSale: dice.chance(1, 4),
    scope: dice.of(scopes),
    grantee: drawGrantee(dice, ledger),
    terms: dice.chance(1, 5) ? null : dice.existing(ledger.terms.all, [...termsByName.keys()]),
    parent: null,
  };
  return { by: keyOfAsset(dice, ledger, asset), operation: grant(key, drawExtent(dice, ledger)) };
};

/** Mostly a grant of the present holding, of those that do not satisfy the test seldom one. */
function drawGiven(dice: Dice, ledger: Ledger, wanted: (grant: Grant) => boolean): Grant | undefined {
  const all = [...ledger.grants.all.values()].filter((each) => ledger.grants.find(each.name) === each);
  const likely = all.filter(wanted);
  if (likely.length > 0) return dice.mostly(likely, all);
  return all.length === 0 || dice.chance(5, 6) ? undefined : dice.of(all);
}

export function granteeKey(dice: Dice, ledger: Ledger, grantee: Grantee): Account {
  const party = grantee.kind === "group" ? ledger.groups.all.get(grantee.group)?.owner : grantee.party;
  return dice.keyOf(ledger, party);
}

/** Mostly what is there, seldom what was or will be. */
function drawReading(dice: Dice, ledger: Ledger, { name, sequence }: Grant): Reading {
  const holding = ledger.grants.assets.of(name.asset)?.epoch ?? 0;
  return {
    holding: dice.chance(1, 20) ? holding + 1 : holding,
    sequence: dice.chance(1, 10) ? sequence + 1 : sequence,
  };
}

const drawAccept: Draw = (dice, ledger) => {
  const given = drawGiven(dice, ledger, ({ status }) => status === "pending");
  if (given === undefined) return drawGrant(dice, ledger);
  const read = drawReading(dice, ledger, given);
  return { by: granteeKey(dice, ledger, given.name.grantee), operation: accept(given.name, read) };
};

const drawRelease: Draw = (dice, ledger) => {
  const given = drawGiven(dice, ledger, ({ status, under }) => status !== "revoked" && under.irrevocable);
  if (given === undefined) return drawGrant(dice, ledger);
  const read = drawReading(dice, ledger, given);
  return { by: granteeKey(dice, ledger, given.name.grantee), operation: release(given.name, read) };
};

const drawRevoke: Draw = (dice, ledger) => {
  const given = drawGiven(dice, ledger, ({ status }) => status !== "revoked");
  if (given === undefined) return drawGrant(dice, ledger);
  const by =
    given.above === null
      ? keyOfAsset(dice, ledger, given.name.asset)
      : dice.keyOf(ledger, given.above.licensor);
  if (dice.chance(1, 2)) return { by, operation: revoke(given.name) };
  return { by, operation: revokeAt(given.name, ledger.clock.now + dice.below(90)) };
};

const drawSublicense: Draw = (dice, ledger) => {
  const given = drawGiven(dice, ledger, (each) => each.sublicences > 0 && ledger.grants.holds(each));
  if (given === undefined) return drawGrant(dice, ledger);
  const parent = given.name;
  const fitting = [...ledger.terms.all].filter(
    ([, terms]) => terms.sublicences < given.sublicences && !terms.exclusive,
  );
  const terms = dice.chance(1, 2)
    ? null
    : dice.mostly(
        fitting.map(([name]) => name),
        [...termsByName.keys()],
      );
  const key: GrantKey = {
    asset: parent.asset,
    survivesSale: dice.chance(1, 6) ? !parent.survivesSale : parent.survivesSale,
    scope: dice.chance(1, 3) ? dice.of(scopes) : parent.scope,
    grantee: drawGrantee(dice, ledger),
    terms,
    parent,
  };
  const narrowed = given.until === 0 ? dice.time(ledger) : given.until - dice.below(10);
  const actions = dice.chance(1, 8) ? 31 : given.actions & (1 + dice.below(31));
  const extent = { from: 0, until: dice.chance(1, 10) ? 0 : narrowed, actions };
  return { by: granteeKey(dice, ledger, parent.grantee), operation: sublicense(key, extent, parent) };
};

export const rightDraws: readonly (readonly [number, Draw])[] = [
  [4, drawTerms],
  [14, drawGrant],
  [7, drawAccept],
  [6, drawRevoke],
  [4, drawRelease],
  [8, drawSublicense],
];
