/**
 * The ledger's events in their order, as far as the index has read them, and those that a reorganisation took back: what a feed
 * is read from, whichever moment its reader stopped at.
 *
 * A place in it is named by block, log and the block's hash alone, so that indexes which read the chain in other steps agree on it.
 */
import { type Database, limitOf, type Snapshot } from "./database.js";
import { branchOf, type EventLog, type EventPosition, type PlacedEvent, positionOf } from "./events.js";
import { eventPlaceOfTail, ranges, tables, tailOf, tailOfEvent } from "./keys.js";
import { knownBlock } from "./knownBlocks.js";
import type { KnownBlock } from "./model.js";
import type { EventPlace } from "./places.js";
import { decodeValue } from "./values.js";

export function eventLog(database: Database, snapshot: Snapshot): EventLog {
  const blockOf = (number: number): KnownBlock | null => knownBlock(database, number, snapshot);

  const stands = ({ block, log, branch }: EventPosition): boolean => {
    const known = blockOf(block);
    if (known === null || branchOf(known.hash) !== branch) return false;
    return database.getText(tables.event.key({ block, log }), snapshot) !== null;
  };

  const replacementOf = (branch: string): number | null =>
    decodeValue(tables.replacedBlock, database.getText(tables.replacedBlock.key(branch), snapshot));

  return {
    async after(place, limit) {
      const of = ranges.events();
      const events: PlacedEvent[] = [];
      let block: KnownBlock | null = null;
      const count = limitOf({ limit });
      for await (const [tail, text] of database.rowsAfter(of, place ? tailOfEvent(place) : "", snapshot)) {
        const { block: number, log } = eventPlaceOfTail(tail);
        if (block?.number !== number) block = blockOf(number);
        const event = decodeValue(tables.event, text);
        if (block !== null && event !== null) events.push({ ...event, block, log });
        if (events.length === count) break;
      }
      return events;
    },
    async last(upTo) {
      const of = ranges.events();
      for await (const key of database.keysBackwards(of, { upTo: tailOfEvent(endOf(upTo)), snapshot })) {
        const place = eventPlaceOfTail(tailOf(key, of));
        const block = blockOf(place.block);
        return block === null ? null : { ...place, branch: branchOf(block.hash) };
      }
      return null;
    },
    stands,
    find(position) {
      const { block: number, log, branch } = position;
      const block = blockOf(number);
      if (block !== null && branchOf(block.hash) === branch) {
        const event = decodeValue(
          tables.event,
          database.getText(tables.event.key({ block: number, log }), snapshot),
        );
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

/** The place behind all that a block can have. */
const endOf = (block: number): EventPlace => ({ block, log: 0xffffffff });
