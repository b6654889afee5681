import type { Account } from "../ledger/parties.js";
import { roles } from "../ledger/tokens.js";
import { type TokenRegistry, tokenRegistries, tokenWord } from "../registries.js";
import { accounts, possibleParties } from "../universe.js";
import { addressOf, type Place } from "../words/names.js";
import { errors, type View, values } from "./view.js";

const ofToken = (registry: TokenRegistry, name: string): readonly View[] => {
  const base = { about: `${registry.kind} ${name}`, contract: registry.contract };
  const id = (place: Place) => tokenWord(place, registry, name);
  return [
    {
      ...base,
      call: "ownerOf",
      words: (place) => [id(place)],
      expected: (ledger) => {
        const token = ledger.tokens(registry.kind).all.get(name);
        return token === undefined ? errors("ERC721NonexistentToken") : values(addressOf(token.holder));
      },
    },
    {
      ...base,
      call: "holdingOf",
      words: (place) => [id(place)],
      expected: (ledger) => {
        const tokens = ledger.tokens(registry.kind);
        const token = tokens.all.get(name);
        if (token === undefined) return values(addressOf(null), 0, false);
        return values(addressOf(token.holder), token.epoch, tokens.isActive(token));
      },
    },
    {
      ...base,
      call: "getApproved",
      words: (place) => [id(place)],
      expected: (ledger) => {
        const tokens = ledger.tokens(registry.kind);
        const token = tokens.all.get(name);
        if (token === undefined) return errors("ERC721NonexistentToken");
        return values(addressOf(tokens.approvedOf(token)));
      },
    },
    {
      ...base,
      call: "isFrozen",
      words: (place) => [id(place)],
      expected: (ledger) => values(ledger.tokens(registry.kind).all.get(name)?.frozen ?? false),
    },
    {
      ...base,
      call: "canTransfer",
      words: (place) => [addressOf(1), addressOf(2), id(place)],
      expected: (ledger) => {
        const tokens = ledger.tokens(registry.kind);
        return values(tokens.canTransfer(1, 2, tokens.all.get(name)));
      },
    },
    ...accounts.flatMap((account) => ofAccount(registry, name, account)),
  ];
};

const ofAccount = (registry: TokenRegistry, name: string, account: Account): readonly View[] => {
  const base = { about: `roles of ${registry.kind} ${name}`, contract: registry.contract };
  const id = (place: Place) => tokenWord(place, registry, name);
  return [
    {
      ...base,
      call: "rolesOf",
      words: (place) => [id(place), addressOf(account)],
      expected: (ledger) => {
        const tokens = ledger.tokens(registry.kind);
        const token = tokens.all.get(name);
        return values(token === undefined ? 0 : tokens.rolesOf(token, account));
      },
    },
    {
      ...base,
      call: "mayAct",
      words: (place) => [id(place), addressOf(account), roles.publisher],
      expected: (ledger) => {
        const tokens = ledger.tokens(registry.kind);
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
    expected: (ledger) => values(ledger.tokens(registry.kind).isOperator(holder, operator)),
  }));

export const tokenViews: readonly View[] = tokenRegistries.flatMap((registry) => [
  ...registry.universe.flatMap((name) => ofToken(registry, name)),
  ...possibleParties.flatMap((holder) => ofOperators(registry, holder)),
]);
