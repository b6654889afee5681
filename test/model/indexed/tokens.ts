import type * as store from "../../../services/store/model.js";
import type { Ledger } from "../ledger/ledger.js";
import type { Account } from "../ledger/parties.js";
import type { TokenKind } from "../ledger/tokens.js";
import { tokenRegistries } from "../registries.js";
import { accounts, possibleParties } from "../universe.js";
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
    return items.map(({ account }) => account);
  },
});

/** The account that may move it. */
const approvals = topic({
  kind: "approval",
  names: heldTokens,
  model: (ledger, { kind, name }) => {
    const tokens = ledger.tokens(kind);
    const token = tokens.all.get(name);
    const account = token === undefined ? null : tokens.approvedOf(token);
    return account === null ? null : addressOf(account);
  },
  index: ({ view, ledger, place }, held) => {
    const token = ledger.tokens(held.kind).all.get(held.name);
    const approval = view.approval(tokenOf(place, held));
    if (token === undefined || approval === null) return null;
    const controlEpoch = view.control(addressOf(token.holder))?.epoch ?? 0;
    const holds = approval.epoch === token.epoch && approval.controlEpoch === controlEpoch;
    return holds ? approval.account : null;
  },
});

interface Operated {
  readonly kind: store.OperatedKind;
  readonly holder: Account;
  toString(): string;
}

const operatedKinds = ["namespace", "record", "sealed", "batch", "twin", "quota"] as const;
const operated: readonly Operated[] = operatedKinds.flatMap((kind) =>
  possibleParties.map((holder) => ({ kind, holder, toString: () => `${kind} of ${holder}` })),
);

/** Accounts that may move all that a party holds of a kind. */
const operators = topic({
  kind: "operators",
  names: () => operated,
  model: (ledger, { kind, holder }) => {
    const book = kind === "quota" ? ledger.quotas : ledger.tokens(kind);
    return inOrder(accounts.filter((operator) => book.isOperator(holder, operator)).map(addressOf));
  },
  index: async ({ view }, { kind, holder }) => {
    const controlEpoch = view.control(addressOf(holder))?.epoch ?? 0;
    const { items } = await view.operatorsOf(addressOf(holder), kind, { limit: 100 });
    return items
      .filter((each) => each.approved && each.controlEpoch === controlEpoch)
      .map(({ operator }) => operator);
  },
});

export const tokenTopics = [roles, approvals, operators];
