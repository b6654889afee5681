import type { Ledger } from "../ledger/ledger.js";
import type { Account } from "../ledger/parties.js";
import { type Quota, type QuotaKey, type QuotaName, textOfQuota } from "../ledger/quotas.js";
import { accounts, possibleParties, scopes, termsByName, units } from "../universe.js";
import { addressOf, digestWord } from "../words/names.js";
import { quotaKeyWords, quotaWord } from "../words/quotas.js";
import type { Dice } from "./dice.js";
import type { Draw, Operation } from "./operation.js";
import { drawAsset, keyOfAsset } from "./rights.js";

const touching = (name: QuotaName): readonly string[] => [`quota ${textOfQuota(name)}`];
const touchingAllowances = (name: QuotaName): readonly string[] => [`allowances of ${textOfQuota(name)}`];

const issue = (key: QuotaKey, to: Account, amount: number): Operation => ({
  contract: "quotas",
  call: "issue",
  words: () => [quotaKeyWords(key), key.scope, addressOf(to), amount],
  touches: [0, 1, 2, 3, 4].flatMap((epoch) => touching({ ...key, epoch })),
  apply: ({ quotas }, by) => quotas.issue(by, key, to, amount),
  text: `issue ${amount} of ${JSON.stringify(key)} to ${to}`,
});

const transfer = (name: QuotaName, to: Account, amount: number): Operation => ({
  contract: "quotas",
  call: "transfer",
  words: () => [addressOf(to), quotaWord(name), amount],
  touches: touching(name),
  apply: ({ quotas }, by) => quotas.transfer(by, by, to, textOfQuota(name), amount),
  text: `transfer ${amount} of ${textOfQuota(name)} to ${to}`,
});

const transferFrom = (name: QuotaName, holder: Account, to: Account, amount: number): Operation => ({
  contract: "quotas",
  call: "transferFrom",
  words: () => [addressOf(holder), addressOf(to), quotaWord(name), amount],
  touches: touching(name),
  apply: ({ quotas }, by) => quotas.transfer(by, holder, to, textOfQuota(name), amount),
  text: `transfer ${amount} of ${textOfQuota(name)} from ${holder} to ${to}`,
});

const consume = (name: QuotaName, holder: Account, amount: number, evidence: string | null): Operation => ({
  contract: "quotas",
  call: "consume",
  words: () => [addressOf(holder), quotaWord(name), amount, digestWord(evidence)],
  touches: touching(name),
  apply: ({ quotas }, by) => quotas.consume(by, holder, textOfQuota(name), amount, evidence),
  text: `consume ${amount} of ${textOfQuota(name)} of ${holder} with ${evidence}`,
});

const approveOf = (name: QuotaName, holder: Account, spender: Account, amount: number): Operation => ({
  contract: "quotas",
  call: "approveOf",
  words: () => [addressOf(holder), addressOf(spender), quotaWord(name), amount],
  touches: touchingAllowances(name),
  apply: ({ quotas }, by) => quotas.approve(by, holder, spender, textOfQuota(name), amount),
  text: `allow ${spender} to use ${amount} of ${textOfQuota(name)} of ${holder}`,
});

const setOperatorOf = (holder: Account, operator: Account, approved: boolean): Operation => ({
  contract: "quotas",
  call: "setOperatorOf",
  words: () => [addressOf(holder), addressOf(operator), approved],
  touches: [`units of ${holder}`],
  apply: ({ quotas }, by) => quotas.setOperator(by, holder, operator, approved),
  text: `${approved ? "name" : "remove"} ${operator} as operator of the units of ${holder}`,
});

const drawIssue: Draw = (dice, ledger) => {
  const asset = drawAsset(dice, ledger);
  const key: QuotaKey = {
    asset,
    survivesSale: dice.chance(1, 3),
    scope: dice.of(scopes),
    unit: dice.chance(1, 15) ? "" : dice.of(units),
    until: dice.time(ledger),
    terms: dice.chance(1, 2) ? null : dice.existing(ledger.terms.all, [...termsByName.keys()]),
  };
  const operation = issue(key, dice.receiver(ledger), dice.below(50));
  return { by: keyOfAsset(dice, ledger, asset), operation };
};

/** Mostly units that somebody has. */
function drawUnits(
  dice: Dice,
  ledger: Ledger,
): { quota: Quota; holder: Account; balance: number } | undefined {
  const all = [...ledger.quotas.all.values()].flatMap((quota) =>
    possibleParties.map((holder) => ({ quota, holder, balance: quota.balances.get(holder) ?? 0 })),
  );
  const held = all.filter(({ quota, balance }) => balance > 0 && ledger.quotas.counts(quota));
  return all.length === 0 ? undefined : dice.mostly(held, all);
}

/** The holder's key, or one that may act for it otherwise. */
function drawSpender(dice: Dice, ledger: Ledger, { name }: Quota, holder: Account): Account {
  const others = accounts.filter(
    (each) =>
      ledger.quotas.isOperator(holder, each) ||
      ledger.quotas.allowanceOf(holder, each, textOfQuota(name)) > 0,
  );
  return others.length > 0 && dice.chance(1, 2) ? dice.of(others) : dice.keyOf(ledger, holder);
}

const drawMove: Draw = (dice, ledger) => {
  const drawn = drawUnits(dice, ledger);
  if (drawn === undefined) return drawIssue(dice, ledger);
  const { quota, holder, balance } = drawn;
  const amount = dice.chance(1, 12) ? balance + 1 : dice.below(balance + 1);
  const by = drawSpender(dice, ledger, quota, holder);
  const to = dice.receiver(ledger);
  const own = by === holder && dice.chance(1, 2);
  return {
    by,
    operation: own ? transfer(quota.name, to, amount) : transferFrom(quota.name, holder, to, amount),
  };
};

const drawConsume: Draw = (dice, ledger) => {
  const drawn = drawUnits(dice, ledger);
  if (drawn === undefined) return drawIssue(dice, ledger);
  const { quota, holder, balance } = drawn;
  const amount = dice.chance(1, 12) ? balance + 1 : dice.below(balance + 1);
  const operation = consume(quota.name, holder, amount, dice.chance(1, 15) ? null : "reading");
  return { by: drawSpender(dice, ledger, quota, holder), operation };
};

const drawApprove: Draw = (dice, ledger) => {
  const drawn = drawUnits(dice, ledger);
  if (drawn === undefined) return drawIssue(dice, ledger);
  const { quota, holder } = drawn;
  const operation = approveOf(quota.name, holder, dice.account(), dice.below(30));
  return { by: dice.keyOf(ledger, holder), operation };
};

const drawOperator: Draw = (dice, ledger) => {
  const holder = dice.party();
  return {
    by: dice.keyOf(ledger, holder),
    operation: setOperatorOf(holder, dice.account(), dice.chance(2, 3)),
  };
};

export const quotaDraws: readonly (readonly [number, Draw])[] = [
  [5, drawIssue],
  [6, drawMove],
  [4, drawConsume],
  [3, drawApprove],
  [1, drawOperator],
];
