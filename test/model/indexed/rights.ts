import { actionsOf } from "../../../services/ledger/enums.js";
import { accounts, termsByName } from "../universe.js";
import { addressOf } from "../words/names.js";
import { grantWord, groupWord, termsIdOf } from "../words/rights.js";
import { decisions } from "./decisions.js";
import { frozenWord, topic } from "./facts.js";

const grants = topic<string>({
  kind: "grant",
  names: (ledger) => ledger.grants.all.keys(),
  model: (ledger, text) => {
    const grant = ledger.grants.all.get(text);
    if (grant === undefined) return null;
    const { name, status, from, until, actions, sequence, accepted, frozen, above } = grant;
    return {
      assetEpoch: name.epoch,
      scope: name.scope,
      terms: termsIdOf(name.terms),
      status,
      from,
      until,
      actions: actionsOf(actions),
      sequence,
      accepted,
      released: grant.released || grant.givenUp,
      frozen: frozenWord(frozen),
      parent:
        above === null || name.parent === null
          ? null
          : { grant: grantWord(name.parent), sequence: above.sequence },
    };
  },
  index: ({ view, ledger }, text) => {
    const grant = ledger.grants.all.get(text);
    const found = grant === undefined ? null : view.grant(grantWord(grant.name));
    if (found === null) return null;
    const { assetEpoch, scope, terms, status, from, until, actions, sequence, frozen, parent } = found;
    const accepted = found.accepted !== null;
    const released = found.released !== null;
    return {
      assetEpoch,
      scope,
      terms,
      status,
      from,
      until,
      actions,
      sequence,
      accepted,
      released,
      frozen,
      parent,
    };
  },
});

const terms = topic<string>({
  kind: "terms",
  names: () => termsByName.keys(),
  model: (ledger, name) => ledger.terms.all.has(name),
  index: ({ view }, name) => {
    const id = termsIdOf(name);
    return id !== null && view.terms(id) !== null;
  },
});

const groups = topic<string>({
  kind: "group",
  names: (ledger) => ledger.groups.all.keys(),
  model: (ledger, key) => {
    const group = ledger.groups.all.get(key);
    if (group === undefined) return null;
    return {
      owner: addressOf(group.owner),
      epoch: group.epoch,
      size: group.members.size,
      members: accounts.filter((account) => group.members.has(account)),
    };
  },
  index: ({ view }, key) => {
    const id = groupWord(key);
    const group = view.group(id);
    if (group === null) return null;
    const { owner, epoch, size } = group;
    const members = accounts.filter((account) => view.isMember(id, addressOf(account)));
    return { owner, epoch, size, members };
  },
});

export const rightTopics = [grants, decisions, terms, groups];
