import type { Ledger } from "../ledger/ledger.js";
import { type Delegation, type Namespace, unlimited } from "../ledger/namespaces.js";
import type { Account } from "../ledger/parties.js";
import { roles } from "../ledger/tokens.js";
import { accounts, prefixes, sealingPrefixes } from "../universe.js";
import { addressOf, scheme } from "../words/names.js";
import type { Dice } from "./dice.js";
import type { Draw, Operation } from "./operation.js";

/** A namespace, and all of which it may change what they count for. */
export const family = (prefix: string): readonly string[] =>
  prefixes
    .filter((each) => each.startsWith(prefix) || prefix.startsWith(each))
    .map((each) => `namespace ${each}`);

const delegate = ({ parentLength, prefix, holder, terms }: Delegation): Operation => ({
  contract: "namespaces",
  call: "delegateOnTerms",
  words: () => [scheme, parentLength, prefix, addressOf(holder), terms],
  touches: family(prefix),
  apply: (ledger, by) => ledger.namespaces.delegate(by, { parentLength, prefix, holder, terms }),
  text: `delegate "${prefix}" of ${parentLength} to ${holder} on ${JSON.stringify(terms)}`,
});

const renew = (prefix: string, expiry: number): Operation => ({
  contract: "namespaces",
  call: "renew",
  words: () => [scheme, prefix, expiry],
  touches: family(prefix),
  apply: (ledger, by) => ledger.namespaces.renew(by, prefix, expiry),
  text: `renew "${prefix}" until ${expiry}`,
});

const surrender = (prefix: string): Operation => ({
  contract: "namespaces",
  call: "surrender",
  words: () => [scheme, prefix],
  touches: family(prefix),
  apply: (ledger, by) => ledger.namespaces.surrender(by, prefix),
  text: `surrender "${prefix}"`,
});

const emancipate = (prefix: string): Operation => ({
  contract: "namespaces",
  call: "emancipate",
  words: () => [scheme, prefix],
  touches: family(prefix),
  apply: (ledger, by) => ledger.namespaces.emancipate(by, prefix),
  text: `emancipate "${prefix}"`,
});

const adopt = (prefix: string, since: number): Operation => ({
  contract: "namespaces",
  call: "adopt",
  words: () => [scheme, prefix, since],
  touches: family(prefix),
  apply: (ledger, by) => ledger.namespaces.adopt(by, prefix, since),
  text: `adopt what "${prefix}" issued since ${since}`,
});

const seal = (prefix: string): Operation => ({
  contract: "namespaces",
  call: "seal",
  words: () => [scheme, prefix],
  touches: family(prefix),
  apply: (ledger, by) => ledger.namespaces.seal(by, prefix),
  text: `seal "${prefix}"`,
});

const suspend = (prefix: string, ancestorLength: number): Operation => ({
  contract: "namespaces",
  call: "suspend",
  words: () => [scheme, prefix, ancestorLength, "why"],
  touches: family(prefix),
  apply: (ledger, by) => ledger.namespaces.suspend(by, prefix, ancestorLength),
  text: `suspend "${prefix}" by its ancestor of ${ancestorLength}`,
});

const reinstate = (prefix: string, ancestorLength: number): Operation => ({
  contract: "namespaces",
  call: "reinstate",
  words: () => [scheme, prefix, ancestorLength, "over"],
  touches: family(prefix),
  apply: (ledger, by) => ledger.namespaces.reinstate(by, prefix, ancestorLength),
  text: `reinstate "${prefix}" by its ancestor of ${ancestorLength}`,
});

/** Mostly the key of the holder, sometimes one that has the role. */
export function keyFor(dice: Dice, ledger: Ledger, namespace: Namespace | undefined, role: number): Account {
  if (namespace === undefined) return dice.account();
  const others = accounts.filter((key) => (ledger.namespaces.rolesOf(namespace, key) & role) !== 0);
  return others.length > 0 && dice.chance(1, 3) ? dice.of(others) : dice.keyOf(ledger, namespace.holder);
}

const beneath = prefixes.filter((prefix) => prefix !== "");

/** Mostly a prefix that is free, of the one that may delegate it. */
export function drawDelegation(dice: Dice, ledger: Ledger): { delegation: Delegation; parent?: Namespace } {
  const { namespaces } = ledger;
  const free = beneath.filter((prefix) => {
    const namespace = namespaces.all.get(prefix);
    return namespace === undefined || namespaces.hasLapsed(namespace);
  });
  const prefix = dice.mostly(free, beneath);
  const parent = namespaces.closest(prefix.slice(0, -1));
  const parentLength = dice.chance(1, 12) ? dice.below(5) : (parent?.prefix.length ?? 0);
  const terms = dice.chance(1, 3)
    ? unlimited
    : { expiry: dice.time(ledger), levels: dice.below(4), mayIssue: dice.chance(5, 6) };
  const delegation = { parentLength, prefix, holder: dice.receiver(ledger), terms };
  return parent === undefined ? { delegation } : { delegation, parent };
}

const drawDelegate: Draw = (dice, ledger) => {
  const { delegation, parent } = drawDelegation(dice, ledger);
  return { by: keyFor(dice, ledger, parent, roles.delegator), operation: delegate(delegation) };
};

const withParent = (dice: Dice, ledger: Ledger) => {
  const prefix = dice.existing(ledger.namespaces.all, prefixes);
  const namespace = ledger.namespaces.all.get(prefix);
  const parent = namespace === undefined ? undefined : ledger.namespaces.parentOf(namespace);
  return { prefix, namespace, parent };
};

const drawRenew: Draw = (dice, ledger) => {
  const ending = [...ledger.namespaces.all.values()].filter(({ expiry }) => expiry !== 0);
  const prefix = dice.mostly(
    ending.map((each) => each.prefix),
    prefixes,
  );
  const namespace = ledger.namespaces.all.get(prefix);
  const parent = namespace === undefined ? undefined : ledger.namespaces.parentOf(namespace);
  const expiry = dice.chance(1, 2) ? dice.time(ledger) : (namespace?.expiry ?? 0) + dice.below(90);
  return { by: keyFor(dice, ledger, parent, roles.delegator), operation: renew(prefix, expiry) };
};

const drawSurrender: Draw = (dice, ledger) => {
  const { prefix, namespace } = withParent(dice, ledger);
  return { by: dice.keyOf(ledger, namespace?.holder), operation: surrender(prefix) };
};

const drawEmancipate: Draw = (dice, ledger) => {
  const { prefix, parent } = withParent(dice, ledger);
  return { by: dice.keyOf(ledger, parent?.holder), operation: emancipate(prefix) };
};

const drawAdopt: Draw = (dice, ledger) => {
  const renewed = [...ledger.namespaces.all.values()].filter(({ tenure }) => tenure !== 0);
  const prefix = dice.mostly(
    renewed.map((each) => each.prefix),
    prefixes,
  );
  const namespace = ledger.namespaces.all.get(prefix);
  const since = dice.below((namespace?.epoch ?? 1) + 1);
  return { by: dice.keyOf(ledger, namespace?.holder), operation: adopt(prefix, since) };
};

/** Where there is nothing to seal, something is delegated first, mostly. */
const drawSeal: Draw = (dice, ledger) => {
  const open = sealingPrefixes.filter((prefix) => {
    const namespace = ledger.namespaces.all.get(prefix);
    return namespace?.isSealed === false && namespace.mayIssue && ledger.namespaces.isLive(namespace);
  });
  if (open.length === 0 && dice.chance(11, 12)) return drawDelegate(dice, ledger);
  const prefix = dice.mostly(open, ["123", "3", ...sealingPrefixes]);
  return { by: dice.keyOf(ledger, ledger.namespaces.all.get(prefix)?.holder), operation: seal(prefix) };
};

/** Draws what a sealed namespace is needed for; as long as there is none, one is sealed, mostly. */
export const amongSealed =
  (draw: Draw): Draw =>
  (dice, ledger) => {
    const issuing = sealingPrefixes.some((prefix) => {
      const namespace = ledger.namespaces.all.get(prefix);
      return namespace?.isSealed === true && ledger.namespaces.isLive(namespace);
    });
    return issuing || dice.chance(1, 20) ? draw(dice, ledger) : drawSeal(dice, ledger);
  };

/** Mostly the length of an ancestor's prefix, with the one who may act for it. */
const byAncestor = (dice: Dice, ledger: Ledger, prefix: string) => {
  const lengths = [...ledger.namespaces.all.keys()]
    .filter((each) => each !== prefix && prefix.startsWith(each))
    .map((each) => each.length);
  const length = dice.mostly(lengths, [0, 1, 2, 3, 4]);
  const holder = ledger.namespaces.all.get(prefix.slice(0, length))?.holder;
  return { length, by: dice.keyOf(ledger, holder) };
};

const drawSuspend: Draw = (dice, ledger) => {
  const { prefix } = withParent(dice, ledger);
  const { length, by } = byAncestor(dice, ledger, prefix);
  return { by, operation: suspend(prefix, length) };
};

const drawReinstate: Draw = (dice, ledger) => {
  const suspended = [...ledger.namespaces.all.values()].filter(({ suspendedBy }) => suspendedBy !== null);
  const prefix = dice.mostly(
    suspended.map((each) => each.prefix),
    prefixes,
  );
  const { length, by } = byAncestor(dice, ledger, prefix);
  return { by, operation: reinstate(prefix, length) };
};

export const namespaceDraws: readonly (readonly [number, Draw])[] = [
  [12, drawDelegate],
  [4, drawRenew],
  [2, drawSurrender],
  [2, drawEmancipate],
  [4, drawAdopt],
  [4, drawSuspend],
  [4, drawReinstate],
];
