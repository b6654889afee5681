import type { Ledger } from "../ledger/ledger.js";
import type { RelationKey } from "../ledger/relations.js";
import { textOfRelation } from "../ledger/relations.js";
import { contents, possibleParties } from "../universe.js";
import { relationKeyWords } from "../words/identity.js";
import type { Dice } from "./dice.js";
import type { Draw, Operation } from "./operation.js";

const change = (call: "agree" | "end", key: RelationKey): Operation => ({
  contract: "relations",
  call,
  words: () => [relationKeyWords(key)],
  touches: [`relations of ${key.party}`, `relations of ${key.subject}`],
  apply: ({ relations }, by) => relations[call](by, key),
  text: `${call} ${textOfRelation(key)}`,
});

const partiesOf = ({ parties }: Ledger, fits: (kind: number) => boolean) =>
  possibleParties.filter((party) => parties.isUsable(party) && fits(parties.of(party).kind));

function drawKey(dice: Dice, ledger: Ledger): RelationKey {
  switch (dice.below(3)) {
    case 0: {
      const party = dice.mostly(partiesOf(ledger, (kind) => kind === 1).slice(0, 2), possibleParties);
      const subject = dice.mostly(
        partiesOf(ledger, (kind) => kind > 1),
        possibleParties,
      );
      return { kind: "membership", party, subject };
    }
    case 1: {
      const party = dice.mostly(partiesOf(ledger, (kind) => kind !== 4).slice(0, 2), possibleParties);
      const subject = dice.mostly(
        partiesOf(ledger, (kind) => kind === 4),
        possibleParties,
      );
      return { kind: "agent", party, subject };
    }
    default:
      return { kind: "twin", party: dice.party(), subject: dice.existing(ledger.twins.all, contents) };
  }
}

const keyOfSide = (dice: Dice, ledger: Ledger, key: RelationKey, side: "party" | "subject") =>
  dice.keyOf(ledger, ledger.relations.partyOf(key, side));

const drawAgree: Draw = (dice, ledger) => {
  const proposed = [...ledger.relations.all.values()].filter(({ key }) => !ledger.relations.isInForce(key));
  const key = proposed.length > 0 && dice.chance(1, 2) ? dice.of(proposed).key : drawKey(dice, ledger);
  const side = ledger.relations.hasAgreed(key, "party") ? "subject" : "party";
  return { by: keyOfSide(dice, ledger, key, side), operation: change("agree", key) };
};

const drawEnd: Draw = (dice, ledger) => {
  const known = [...ledger.relations.all.values()].map(({ key }) => key);
  if (known.length === 0 && dice.chance(5, 6)) return drawAgree(dice, ledger);
  const { relations } = ledger;
  const standing = known.filter(
    (key) =>
      relations.isInForce(key) || relations.hasAgreed(key, "party") || relations.hasAgreed(key, "subject"),
  );
  const key = dice.mostly(standing, [drawKey(dice, ledger)]);
  const side = relations.hasAgreed(key, "subject") || dice.chance(1, 2) ? "subject" : "party";
  return { by: keyOfSide(dice, ledger, key, side), operation: change("end", key) };
};

export const relationDraws: readonly (readonly [number, Draw])[] = [
  [7, drawAgree],
  [3, drawEnd],
];
