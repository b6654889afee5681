import type { Account } from "../ledger/parties.js";
import { roles } from "../ledger/tokens.js";
import { type TokenRegistry, tokenRegistries } from "../registries.js";
import { accounts, possibleParties } from "../universe.js";
import { addressOf } from "../words.js";
import { errors, type View, values } from "./view.js";

const ofToken = (registry: TokenRegistry, name: string): readonly View[] => {
  const base = { about: `${registry.kind} ${name}`, contract: registry.contract };
  const id = registry.id(name);
  return [
    {
      ...base,
      call: "ownerOf",
      words: () => [id],
      expected: (ledger) => {
        const token = registry.of(ledger).all.get(name);
        return token === undefined ? errors("ERC721NonexistentToken") : values(addressOf(token.holder));
      },
    },
    {
      ...base,
      call: "holdingOf",
      words: () => [id],
      expected: (ledger) => {
        const tokens = registry.of(ledger);
        const token = tokens.all.get(name);
        if (token === undefined) return values(addressOf(null), 0, false);
        return values(addressOf(token.holder), token.epoch, tokens.isActive(token));
      },
    },
    {
      ...base,
      call: "getApproved",
      words: () => [id],
      expected: (ledger) => {
        const tokens = registry.of(ledger);
        const token = tokens.all.get(name);
        if (token === undefined) return errors("ERC721NonexistentToken");
        return values(addressOf(tokens.approvedOf(token)));
      },
    },
    {
      ...base,
      call: "isFrozen",
      words: () => [id],
      expected: (ledger) => values(registry.of(ledger).all.get(name)?.frozen ?? false),
    },
    {
      ...base,
      call: "canTransfer",
      words: () => [addressOf(1), addressOf(2), id],
      expected: (ledger) => {
        const tokens = registry.of(ledger);
        return values(tokens.canTransfer(1, 2, tokens.all.get(name)));
      },
    },
    ...accounts.flatMap((account) => ofAccount(registry, name, account)),
  ];
};

const ofAccount = (registry: TokenRegistry, name: string, account: Account): readonly View[] => {
  const base = { about: `roles of ${registry.kind} ${name}`, contract: registry.contract };
  const id = registry.id(name);
  return [
    {
      ...base,
      call: "rolesOf",
      words: () => [id, addressOf(account)],
      expected: (ledger) => {
        const tokens = registry.of(ledger);
        const token = tokens.all.get(name);
        return values(token === undefined ? 0 : tokens.rolesOf(token, account));
      },
    },
    {
      ...base,
      call: "mayAct",
      words: () => [id, addressOf(account), roles.publisher],
      expected: (ledger) => {
        const tokens = registry.of(ledger);
        const token = tokens.all.get(name);
        return values(token !== undefined && tokens.mayAct(token, account, roles.publisher));
      },
    },
  ];
};

const ofOperators = (registry: TokenRegistry, holder: Account): readonly View[] =>
  accounts.map((operator) => ({
    about: `${registry.kind}s of ${holder}`,
    contract: registry.contract,
    call: "isApprovedForAll",
    words: () => [addressOf(holder), addressOf(operator)],
    expected: (ledger) => values(registry.of(ledger).isOperator(holder, operator)),
  }));

export const tokenViews: readonly View[] = tokenRegistries.flatMap((registry) => [
  ...registry.universe.flatMap((name) => ofToken(registry, name)),
  ...possibleParties.flatMap((holder) => ofOperators(registry, holder)),
]);
