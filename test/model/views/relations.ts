import type { Ledger } from "../ledger/ledger.js";
import type { RelationKey } from "../ledger/relations.js";
import { possibleParties } from "../universe.js";
import { relationKeyWords } from "../words/identity.js";
import { addressOf } from "../words/names.js";
import { type View, values } from "./view.js";

const ofRelation = (key: RelationKey): View => ({
  about: `relations of ${key.party}`,
  contract: "relations",
  call: "relationOf",
  words: () => [relationKeyWords(key)],
  expected: ({ relations }) => {
    const relation = relations.of(key);
    return values([relations.isInForce(key), relation?.epoch ?? 0, relation?.since ?? 0]);
  },
});

const known = new Map<string, View>();

/** Views of all that was ever agreed to. */
export function relationViews(ledger: Ledger): readonly View[] {
  return [...ledger.relations.all].map(([text, { key }]) => {
    const view = known.get(text) ?? ofRelation(key);
    known.set(text, view);
    return view;
  });
}

export const membershipViews: readonly View[] = possibleParties.map((member) => ({
  about: `relations of ${member}`,
  contract: "relations",
  call: "organisationOf",
  words: () => [addressOf(member)],
  expected: ({ relations }) => {
    const membership = relations.membershipOf(member);
    if (membership === undefined) return values(addressOf(null), 0, 0);
    return values(addressOf(membership.key.party), membership.epoch, membership.since);
  },
}));
