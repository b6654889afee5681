import type { Account } from "../ledger/parties.js";
import { type TokenRegistry, tokenRegistries, tokenWord } from "../registries.js";
import { accounts } from "../universe.js";
import { addressOf } from "../words/names.js";
import type { Draw, Operation } from "./operation.js";

const transfer = (registry: TokenRegistry, from: Account, to: Account, name: string): Operation => ({
  contract: registry.contract,
  call: "transferFrom",
  words: (place) => [addressOf(from), addressOf(to), tokenWord(place, registry, name)],
  touches: [`${registry.kind} ${name}`, `roles of ${registry.kind} ${name}`],
  apply: (ledger, by) => ledger.tokens(registry.kind).transfer(by, from, to, name),
  text: `transfer ${registry.kind} "${name}" from ${from} to ${to}`,
});

const approve = (registry: TokenRegistry, to: Account | null, name: string): Operation => ({
  contract: registry.contract,
  call: "approve",
  words: (place) => [addressOf(to), tokenWord(place, registry, name)],
  touches: [`${registry.kind} ${name}`],
  apply: (ledger, by) => ledger.tokens(registry.kind).approve(by, to, name),
  text: `approve ${to} for ${registry.kind} "${name}"`,
});

const approveForAll = (
  registry: TokenRegistry,
  holder: Account,
  operator: Account,
  approved: boolean,
): Operation => ({
  contract: registry.contract,
  call: "setApprovalForAllOf",
  words: () => [addressOf(holder), addressOf(operator), approved],
  touches: [`${registry.kind}s of ${holder}`],
  apply: (ledger, by) => ledger.tokens(registry.kind).approveForAll(by, holder, operator, approved),
  text: `${approved ? "name" : "remove"} ${operator} as operator of ${holder} for each ${registry.kind}`,
});

const setRoles = (registry: TokenRegistry, name: string, account: Account, set: number): Operation => ({
  contract: registry.contract,
  call: "setRoles",
  words: (place) => [tokenWord(place, registry, name), addressOf(account), set],
  touches: [`roles of ${registry.kind} ${name}`],
  apply: (ledger, by) => ledger.tokens(registry.kind).setRoles(by, name, account, set),
  text: `give ${account} the roles ${set} of ${registry.kind} "${name}"`,
});

const renounceRoles = (registry: TokenRegistry, name: string): Operation => ({
  contract: registry.contract,
  call: "renounceRoles",
  words: (place) => [tokenWord(place, registry, name)],
  touches: [`roles of ${registry.kind} ${name}`],
  apply: (ledger, by) => ledger.tokens(registry.kind).renounceRoles(by, name),
  text: `renounce the roles of ${registry.kind} "${name}"`,
});

const drawTransfer: Draw = (dice, ledger) => {
  const registry = dice.of(tokenRegistries);
  const tokens = ledger.tokens(registry.kind);
  const name = dice.existing(tokens.all, registry.universe);
  const token = tokens.all.get(name);
  const holder = token?.holder ?? dice.party();
  const from = dice.chance(1, 15) ? dice.party() : holder;
  const others = token === undefined ? null : tokens.approvedOf(token);
  const by = others !== null && dice.chance(1, 2) ? others : dice.keyOf(ledger, holder);
  return { by, operation: transfer(registry, from, dice.receiver(ledger), name) };
};

const drawApprove: Draw = (dice, ledger) => {
  const registry = dice.of(tokenRegistries);
  const tokens = ledger.tokens(registry.kind);
  const name = dice.existing(tokens.all, registry.universe);
  const to = dice.chance(1, 6) ? null : dice.account();
  return { by: dice.keyOf(ledger, tokens.all.get(name)?.holder), operation: approve(registry, to, name) };
};

const drawApproveForAll: Draw = (dice, ledger) => {
  const holder = dice.party();
  const operation = approveForAll(dice.of(tokenRegistries), holder, dice.account(), dice.chance(2, 3));
  return { by: dice.keyOf(ledger, holder), operation };
};

const drawSetRoles: Draw = (dice, ledger) => {
  const registry = dice.of(tokenRegistries);
  const tokens = ledger.tokens(registry.kind);
  const name = dice.existing(tokens.all, registry.universe);
  const set = dice.chance(1, 12) ? 16 : dice.below(16);
  const operation = setRoles(registry, name, dice.account(), set);
  return { by: dice.keyOf(ledger, tokens.all.get(name)?.holder), operation };
};

const drawRenounceRoles: Draw = (dice, ledger) => {
  const registry = dice.of(tokenRegistries);
  const tokens = ledger.tokens(registry.kind);
  const name = dice.existing(tokens.all, registry.universe);
  const holders = [...(tokens.all.get(name)?.roles.keys() ?? [])];
  return { by: dice.mostly(holders, accounts), operation: renounceRoles(registry, name) };
};

export const tokenDraws: readonly (readonly [number, Draw])[] = [
  [8, drawTransfer],
  [3, drawApprove],
  [2, drawApproveForAll],
  [4, drawSetRoles],
  [1, drawRenounceRoles],
];
