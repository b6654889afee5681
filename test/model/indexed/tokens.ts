import type * as store from "../../../services/store/model.js";
import type { Ledger } from "../ledger/ledger.js";
import type { TokenKind } from "../ledger/tokens.js";
import { tokenRegistries } from "../registries.js";
import { accounts } from "../universe.js";
import { batchNamed, batchWord } from "../words/batches.js";
import { addressOf, namespaceWord, type Place, recordWord, twinWord } from "../words/names.js";
import { sealedWord } from "../words/sealedRecords.js";
import { inOrder, topic } from "./facts.js";

interface Held {
  readonly kind: TokenKind;
  readonly name: string;
  toString(): string;
}

const heldTokens = (ledger: Ledger): readonly Held[] =>
  tokenRegistries.flatMap(({ kind }) =>
    [...ledger.tokens(kind).all.keys()].map((name) => ({ kind, name, toString: () => `${kind} ${name}` })),
  );

function tokenOf(place: Place, { kind, name }: Held): store.Token {
  switch (kind) {
    case "namespace":
      return { kind, id: namespaceWord(name) };
    case "record":
      return { kind, id: recordWord(name) };
    case "sealed":
      return { kind, id: sealedWord(name) };
    case "batch":
      return { kind, id: batchWord(place, batchNamed(name)) };
    case "twin":
      return { kind, id: twinWord(name) };
  }
}

/** Accounts with a role. */
const roles = topic({
  kind: "roles",
  names: heldTokens,
  model: (ledger, { kind, name }) => {
    const tokens = ledger.tokens(kind);
    const token = tokens.all.get(name);
    if (token === undefined || ledger.parties.of(token.holder).controller === null) return null;
    return inOrder(accounts.filter((account) => tokens.rolesOf(token, account) !== 0).map(addressOf));
  },
  index: async ({ view, ledger, place }, held) => {
    const token = ledger.tokens(held.kind).all.get(held.name);
    if (token === undefined || ledger.parties.of(token.holder).controller === null) return null;
    const controlEpoch = view.control(addressOf(token.holder))?.epoch ?? 0;
    const of = { token: tokenOf(place, held), epoch: token.epoch, controlEpoch };
    const { items } = await view.tokenRoles(of, { limit: 100 });
    return items.filter((given) => given.roles.length > 0).map(({ account }) => account);
  },
});

export const tokenTopics = [roles];
