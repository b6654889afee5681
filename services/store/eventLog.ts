/**
 * The ledger's events in their order, as far as the index has read them, and those that a reorganisation took back: what a feed
 * is read from, whichever moment its reader stopped at.
 *
 * A place in it is named by block, log and the block's hash alone, so that indexes which read the chain in other steps agree on it.
 */
import { type Database, limitOf, type Snapshot } from "./database.js";
import { stretchOf } from "./eventStretch.js";
import {
  branchOf,
  type EventLog,
  type EventPosition,
  type LoggedEvent,
  type PlacedEvent,
  positionOf,
} from "./events.js";
import { ranges, stretchOfTail, tables, tailBeforeStretch, tailOfEvent } from "./keys.js";
import { knownBlock } from "./knownBlocks.js";
import { lastEvent } from "./lastEvent.js";
import type { KnownBlock } from "./model.js";
import type { EventPlace } from "./places.js";
import { decodeValue } from "./values.js";

export function eventLog(database: Database, snapshot: Snapshot): EventLog {
  const blockOf = (number: number): KnownBlock | null => knownBlock(database, number, snapshot);

  const eventAt = (place: EventPlace): LoggedEvent | null => {
    const text = database.getText(tables.events.key(stretchOf(place)), snapshot);
    const stretch = decodeValue(tables.events, text) ?? [];
    return stretch.find(({ log }) => log === place.log)?.event ?? null;
  };

  const stands = ({ block, log, branch }: EventPosition): boolean => {
    const known = blockOf(block);
    if (known === null || branchOf(known.hash) !== branch) return false;
    return eventAt({ block, log }) !== null;
  };

  const replacementOf = (branch: string): number | null =>
    decodeValue(tables.replacedBlock, database.getText(tables.replacedBlock.key(branch), snapshot));

  return {
    async after(place, limit) {
      const of = ranges.events();
      const events: PlacedEvent[] = [];
      let block: KnownBlock | null = null;
      const count = limitOf({ limit });
      const from = place === null ? "" : tailBeforeStretch(stretchOf(place));
      for await (const [tail, text] of database.rowsAfter(of, from, snapshot)) {
        const { block: number } = stretchOfTail(tail);
        if (block?.number !== number) block = blockOf(number);
        if (block === null) continue;
        for (const { log, event } of decodeValue(tables.events, text) ?? []) {
          if (number === place?.block && log <= place.log) continue;
          events.push({ ...event, block, log });
          if (events.length === count) return events;
        }
      }
      return events;
    },
    last: (upTo) => lastEvent(database, upTo, snapshot),
    stands,
    find(position) {
      const { block: number, log, branch } = position;
      const block = blockOf(number);
      if (block !== null && branchOf(block.hash) === branch) {
        const event = eventAt({ block: number, log });
        return event === null ? null : { ...event, block, log };
      }
      const replacement = replacementOf(branch);
      if (replacement === null) return null;
      const key = tables.undoneEvent.key({ replacement, block: number, log });
      return decodeValue(tables.undoneEvent, database.getText(key, snapshot));
    },
    async undone(position, limit) {
      const replacement = replacementOf(position.branch);
      if (replacement === null) return null;
      const of = ranges.undoneEvents(replacement);
      const events: PlacedEvent[] = [];
      for await (const key of database.keysBackwards(of, { upTo: tailOfEvent(position), snapshot })) {
        const event = decodeValue(tables.undoneEvent, database.getText(key, snapshot));
        if (event === null) continue;
        if (events.length === limit) return { events, standing: positionOf(event) };
        events.push(event);
      }
      const key = tables.replacement.key(replacement);
      const standing = decodeValue(tables.replacement, database.getText(key, snapshot))?.standing ?? null;
      return { events, standing };
    },
  };
}
