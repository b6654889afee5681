/**
 * The ledger's events in their order, as far as the index has read them, and those that a reorganisation took back: what a feed
 * is read from, whichever moment its reader stopped at.
 *
 * A place in it is named by block, log and the block's hash alone, so that indexes which read the chain in other steps agree on it.
 */
import { type Database, limitOf, type Snapshot } from "./database.js";
import { eventPlaceOfTail, ranges, tables, tailOf, tailOfEvent } from "./keys.js";
import { knownBlock } from "./knownBlocks.js";
import type { Address, Hash, KnownBlock, NamespaceId, Thing } from "./model.js";
import type { EventPlace } from "./places.js";
import { decodeValue } from "./values.js";

/** What an event did, and whom and what it concerns. */
export interface LoggedEvent {
  /** Its name on the ledger: `IdentifierRegistered`. */
  readonly event: string;
  readonly transaction: Hash;
  readonly things: readonly Thing[];
  /** Owners, holders and grantors of those things, before and after; the parties that it names as such. */
  readonly owners: readonly Address[];
  /** Namespaces that issued the things, or are them. */
  readonly namespaces: readonly NamespaceId[];
  /** To whom a right was granted or offered by name. */
  readonly grantee: Address | null;
}

/** An event in the block that has, or had, it. */
export interface PlacedEvent extends LoggedEvent {
  readonly block: KnownBlock;
  /** Position of its log in the block. */
  readonly log: number;
}

/** An event by its place. */
export interface EventPosition extends EventPlace {
  /** The first 8 bytes of the block's hash, in hex without `0x`. */
  readonly branch: string;
}

/** What a reorganisation took back. */
export interface Replacement {
  /** The last event that stood, of which the index then knew; null for none. */
  readonly standing: EventPosition | null;
}

/** Events that were taken back together. */
export interface UndoneEvents {
  /** The last one first. */
  readonly events: readonly PlacedEvent[];
  /** The last event before those; null for none. */
  readonly standing: EventPosition | null;
}

/** The log as one snapshot has it. */
export interface EventLog {
  /** Events after a place, in their order: at most `limit`, 1 to 1,000. */
  after(place: EventPlace | null, limit: number): Promise<readonly PlacedEvent[]>;
  /** The last event up to the end of a block; null for none. */
  last(upTo: number): Promise<EventPosition | null>;
  /** Whether the event is one of the chain as the index has it. */
  stands(position: EventPosition): boolean;
  /** The event at a place of the chain, or where it was taken back; null where the index never had it. */
  find(position: EventPosition): PlacedEvent | null;
  /** Events up to a place that were taken back with it, at most `limit`; null where the index knows of none. */
  undone(position: EventPosition, limit: number): Promise<UndoneEvents | null>;
}

export const branchOf = (hash: Hash): string => hash.slice(2, 18);

export const positionOf = ({ block, log }: PlacedEvent): EventPosition => ({
  block: block.number,
  log,
  branch: branchOf(block.hash),
});

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
