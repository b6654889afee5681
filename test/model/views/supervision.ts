import { zeroWord } from "../../../services/ledger/hex.js";
import { registryOf } from "../../../services/ledger/things.js";
import { type Ledger, type Pausable, pausable } from "../ledger/ledger.js";
import { type Thing, thingText } from "../ledger/supervision.js";
import { offices, possibleParties, prefixes } from "../universe.js";
import { digestOf } from "../words/names.js";
import { thingWord } from "../words/things.js";
import { type View, values } from "./view.js";

const ofThing = (thing: Thing): readonly View[] => {
  const base = { about: `freezes of ${thingText(thing)}`, contract: "supervision" } as const;
  const registry = registryOf[thing.kind];
  return [
    {
      ...base,
      call: "freezesOf",
      words: (place) => [place.contracts[registry], thingWord(place, thing)],
      expected: ({ supervision }) => values(supervision.freezesOf(thing).size),
    },
    {
      ...base,
      contract: registry,
      call: "isFrozen",
      words: (place) => [thingWord(place, thing)],
      expected: ({ supervision }) => values(supervision.freezesOf(thing).size > 0),
    },
    ...offices.map(
      (office): View => ({
        ...base,
        call: "freezeOf",
        words: (place) => [place.contracts[registry], thingWord(place, thing), office],
        expected: ({ supervision }) => {
          const freeze = supervision.freezesOf(thing).get(office);
          if (freeze === undefined) return values([0, 0, zeroWord]);
          return values([freeze.reason, freeze.since, digestOf("order")]);
        },
      }),
    ),
  ];
};

const ofPause = (contract: Pausable): View => ({
  about: `pause of ${contract}`,
  contract,
  call: "isPaused",
  words: () => [],
  expected: (ledger) => values(ledger.pauseOf(contract).paused),
});

const fixed: readonly Thing[] = [
  ...possibleParties.map((party): Thing => ({ kind: "party", name: String(party) })),
  ...prefixes.map((name): Thing => ({ kind: "namespace", name })),
];

const known = new Map<string, readonly View[]>();

/** Views of what is frozen now. */
export function freezeViews(ledger: Ledger): readonly View[] {
  return ledger.supervision.all().flatMap(({ thing }) => {
    const views = known.get(thingText(thing)) ?? ofThing(thing);
    known.set(thingText(thing), views);
    return views;
  });
}

export const supervisionViews: readonly View[] = [...fixed.flatMap(ofThing), ...pausable.map(ofPause)];
