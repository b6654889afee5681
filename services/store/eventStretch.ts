/**
 * How the ledger's events lie in the database: those of one block whose logs stand next to each other together, and what several of them
 * name named once. One registration makes three events of the same thing: each under a key of its own, they took half of the index.
 */
import type { LoggedEvent } from "./events.js";
import type { Form } from "./form.js";
import type { Address, Hash, NamespaceId, Thing } from "./model.js";
import type { EventPlace, StretchPlace } from "./places.js";

/** An event in its stretch. */
export interface StretchedEvent {
  /** Position of its log in the block. */
  readonly log: number;
  readonly event: LoggedEvent;
}

/** Events of one stretch, in the order of their logs; never none. */
export type EventStretch = readonly StretchedEvent[];

/** Positions of logs that one stretch covers: so few that one event is found in it fast. */
const logsOfStretch = 64;

/** The stretch that an event belongs to. */
export const stretchOf = ({ block, log }: EventPlace): StretchPlace => ({
  block,
  stretch: Math.floor(log / logsOfStretch),
});

/** An event by places in the lists of what the stretch names; `grantee` is one of the parties. */
type Coded = readonly [
  log: number,
  name: number,
  transaction: number,
  things: readonly number[],
  owners: readonly number[],
  namespaces: readonly number[],
  grantee: number | null,
];

type Stored = readonly [
  names: readonly string[],
  transactions: readonly Hash[],
  things: readonly Thing[],
  parties: readonly Address[],
  namespaces: readonly NamespaceId[],
  events: readonly Coded[],
];

export const stretchForm: Form<EventStretch> = {
  encode(stretch) {
    const names: string[] = [];
    const transactions: Hash[] = [];
    const things: Thing[] = [];
    const parties: Address[] = [];
    const namespaces: NamespaceId[] = [];
    const events = stretch.map(
      ({ log, event }): Coded => [
        log,
        placeIn(names, event.event),
        placeIn(transactions, event.transaction),
        event.things.map((thing) => placeOfThing(things, thing)),
        event.owners.map((owner) => placeIn(parties, owner)),
        event.namespaces.map((namespace) => placeIn(namespaces, namespace)),
        event.grantee && placeIn(parties, event.grantee),
      ],
    );
    return JSON.stringify([names, transactions, things, parties, namespaces, events] satisfies Stored);
  },

  decode(text) {
    const [names, transactions, things, parties, namespaces, events] = JSON.parse(text) as Stored;
    return events.map(([log, name, transaction, ofThings, owners, ofNamespaces, grantee]) => ({
      log,
      event: {
        event: at(names, name),
        transaction: at(transactions, transaction),
        things: ofThings.map((place) => at(things, place)),
        owners: owners.map((place) => at(parties, place)),
        namespaces: ofNamespaces.map((place) => at(namespaces, place)),
        grantee: grantee === null ? null : at(parties, grantee),
      },
    }));
  },
};

/** Searched from the end: most events name what the one before them does. */
function placeIn<Text extends string>(texts: Text[], text: Text): number {
  const place = texts.lastIndexOf(text);
  return place < 0 ? texts.push(text) - 1 : place;
}

function placeOfThing(things: Thing[], thing: Thing): number {
  const place = things.findLastIndex(({ kind, id }) => id === thing.id && kind === thing.kind);
  return place < 0 ? things.push(thing) - 1 : place;
}

function at<Item>(items: readonly Item[], place: number): Item {
  const item = items[place];
  if (item === undefined) throw new RangeError(`A stretch of events names no ${place}`);
  return item;
}
