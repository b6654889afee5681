import { freezeReasons } from "../../../services/store/model.js";
import type { Thing } from "../ledger/supervision.js";
import { addressOf, type Place } from "../words/names.js";
import { thingWord } from "../words/things.js";
import { inOrder, topic } from "./facts.js";

const idOf = (place: Place, thing: Thing): string =>
  thing.kind === "party" ? addressOf(Number(thing.name)) : thingWord(place, thing);

const freezes = topic({
  kind: "freezes",
  names: () => ["in force"],
  model: (ledger, _, place) =>
    inOrder(
      ledger.supervision.all().map(({ thing, office, reason }) => {
        return `${thing.kind} ${idOf(place, thing)} ${office} ${freezeReasons[reason - 1]}`;
      }),
    ),
  index: async ({ view }) => {
    const { items } = await view.frozenThings({ limit: 100 });
    return inOrder(
      items.flatMap(({ thing, freezes: held }) =>
        held.map(({ office, reason }) => `${thing.kind} ${thing.id} ${office} ${reason}`),
      ),
    );
  },
});

export const supervisionTopics = [freezes];
