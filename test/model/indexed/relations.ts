import type { RelationSides } from "../../../services/store/model.js";
import type { RelationKey } from "../ledger/relations.js";
import { possibleParties } from "../universe.js";
import { addressOf, twinWord } from "../words/names.js";
import { inOrder, topic } from "./facts.js";

const sidesOf = (key: RelationKey): RelationSides =>
  key.kind === "twin"
    ? { kind: "twin", party: addressOf(key.party), subject: twinWord(key.subject) }
    : { kind: key.kind, party: addressOf(key.party), subject: addressOf(key.subject) };

const textOf = ({ kind, subject }: RelationSides, begun: boolean, epoch: number, since: number): string =>
  [kind, subject, begun, epoch, since].join();

/** Whether one holds depends on both sides too: what is compared is that it began, and that nobody ended it. */
const relations = topic({
  kind: "relations",
  names: () => possibleParties,
  model: ({ relations: { all } }, party) =>
    inOrder(
      [...all.values()]
        .filter(({ key }) => key.party === party)
        .map(({ key, begun, epoch, since }) => textOf(sidesOf(key), begun, epoch, since)),
    ),
  index: async ({ view }, party) => {
    const { items } = await view.relationsOfParty(addressOf(party), { limit: 100 });
    return inOrder(
      items.map(({ sides, begun, epoch, since }) => textOf(sides, begun, epoch, since?.time ?? 0)),
    );
  },
});

export const relationTopics = [relations];
