import { zeroWord } from "../../../services/ledger/hex.js";
import type { Grant, GrantName } from "../ledger/grants.js";
import { textOf } from "../ledger/grants.js";
import { groupKey } from "../ledger/groups.js";
import type { Ledger } from "../ledger/ledger.js";
import { accounts, groupNames, possibleParties, termsByName } from "../universe.js";
import { addressOf, saltWord } from "../words/names.js";
import { grantKeyWords, grantWord, groupWord, termsWord } from "../words/rights.js";
import { type Answer, type View, values } from "./view.js";

const statuses = ["none", "active", "revoked", "pending"] as const;

/** Views of one grant that was given. */
function ofGrant(name: GrantName): readonly View[] {
  const base = { about: `rights of ${name.asset.kind} ${name.asset.name}`, contract: "rights" } as const;
  const grantOf = ({ grants }: Ledger): Grant => {
    const grant = grants.all.get(textOf(name));
    if (grant === undefined) throw new Error("A grant that was given stays");
    return grant;
  };
  return [
    {
      ...base,
      call: "grantOf",
      words: () => [grantWord(name)],
      expected: (ledger) => stateOf(grantOf(ledger)),
    },
    {
      ...base,
      call: "sublicenceOf",
      words: () => [grantWord(name)],
      expected: (ledger) => {
        const { above } = grantOf(ledger);
        if (above === null || name.parent === null) return values(zeroWord, 0, addressOf(null));
        return values(grantWord(name.parent), above.sequence, addressOf(above.licensor));
      },
    },
    ...[1, 3, 7].map((actions) => ofUse(name, actions)),
    ...possibleParties.map((party) => ofUseBy(name, party)),
  ];
}

function stateOf(grant: Grant): Answer {
  const { status, from, until, actions, sequence, frozen, under, above, accepted, released } = grant;
  return values([
    statuses.indexOf(status),
    from,
    until,
    actions,
    sequence,
    frozen,
    under.exclusive,
    under.irrevocable,
    above !== null,
    accepted,
    released,
    grant.sublicences,
    under.notice,
  ]);
}

const ofUse = (name: GrantName, actions: number): View => ({
  about: `rights of ${name.asset.kind} ${name.asset.name}`,
  contract: "rights",
  call: "isAllowed",
  words: () => [grantKeyWords(name), actions],
  expected: ({ grants }) => {
    const { grantee } = name;
    return values(grantee.kind === "party" && grants.isAllowedTo(name, grantee.party, actions));
  },
});

const ofUseBy = (name: GrantName, party: number): View => ({
  about: `rights of ${name.asset.kind} ${name.asset.name}`,
  contract: "rights",
  call: "isAllowedTo",
  words: () => [
    grantKeyWords(name),
    addressOf(party),
    name.grantee.kind === "blinded" ? saltWord(name.grantee.salt) : zeroWord,
    1,
  ],
  expected: ({ grants }) => values(grants.isAllowedTo(name, party, 1)),
});

const known = new Map<string, readonly View[]>();

/** Views of all grants that were ever given. */
export function grantViews(ledger: Ledger): readonly View[] {
  return [...ledger.grants.all].flatMap(([text, { name }]) => {
    const views = known.get(text) ?? ofGrant(name);
    known.set(text, views);
    return views;
  });
}

const ofTerms = (name: string): View => ({
  about: `terms ${name}`,
  contract: "rights",
  call: "areRegistered",
  words: () => [termsWord(name)],
  expected: ({ terms }) => values(terms.all.has(name)),
});

const ofGroup = (key: string): readonly View[] => [
  {
    about: `group ${key}`,
    contract: "groups",
    call: "groupOf",
    words: () => [groupWord(key)],
    expected: ({ groups }) => {
      const group = groups.all.get(key);
      if (group === undefined) return values([addressOf(null), 0, 0]);
      return values([addressOf(group.owner), group.epoch, group.members.size]);
    },
  },
  ...accounts.map(
    (member): View => ({
      about: `group ${key}`,
      contract: "groups",
      call: "isMember",
      words: () => [groupWord(key), addressOf(member)],
      expected: ({ groups }) => values(groups.all.get(key)?.members.has(member) ?? false),
    }),
  ),
];

export const rightViews: readonly View[] = [
  ...[...termsByName.keys()].map(ofTerms),
  ...possibleParties.flatMap((owner) => groupNames.flatMap((name) => ofGroup(groupKey(owner, name)))),
];
