/** What an undo leaves behind of the events that it takes back, so that those who were told of them can be told that they are void. */
import type { Change, Database } from "./database.js";
import { branchOf, type EventPosition, type PlacedEvent } from "./events.js";
import {
  eventPlaceOfTail,
  isEventKey,
  type Key,
  ordinalOfTail,
  ranges,
  tables,
  tailOf,
  tailOfEvent,
} from "./keys.js";
import type { Hash } from "./model.js";
import { decodeValue, encodeValue } from "./values.js";

/**
 * What to write beside an undo.
 * @param changes what the undo writes: what has no value any more was first made by what is undone.
 * @param target the last block that stays; null for none.
 */
export async function replacementOf(
  database: Database,
  changes: ReadonlyMap<Key, string | null>,
  target: number | null,
): Promise<readonly Change[]> {
  const undone = [...changes].flatMap(([key, prior]) => {
    const event = prior === null && isEventKey(key) ? placedEvent(database, key) : null;
    return event === null ? [] : [event];
  });
  if (undone.length === 0) return [];
  const replacement = await nextOrdinal(database);
  const standing = target === null ? null : await lastEvent(database, target);
  return [
    [tables.replacement.key(replacement), encodeValue({ standing })],
    ...undone.map(
      (event): Change => [
        tables.undoneEvent.key({ replacement, block: event.block.number, log: event.log }),
        encodeValue(event),
      ],
    ),
    ...undone.map(
      ({ block }): Change => [tables.replacedBlock.key(branchOf(block.hash)), encodeValue(replacement)],
    ),
  ];
}

function placedEvent(database: Database, key: Key): PlacedEvent | null {
  const { block: number, log } = eventPlaceOfTail(tailOf(key, ranges.events()));
  const event = decodeValue(tables.event, database.getText(key));
  const name = blockName(database, number);
  return event === null || name === null ? null : { ...event, block: { number, ...name }, log };
}

function blockName(
  database: Database,
  number: number,
): { readonly hash: Hash; readonly time: number } | null {
  return decodeValue(tables.block, database.getText(tables.block.key(number)));
}

async function nextOrdinal(database: Database): Promise<number> {
  const of = ranges.replacements();
  for await (const key of database.keysBackwards(of)) return ordinalOfTail(tailOf(key, of)) + 1;
  return 0;
}

async function lastEvent(database: Database, upTo: number): Promise<EventPosition | null> {
  const of = ranges.events();
  const end = tailOfEvent({ block: upTo, log: 0xffffffff });
  for await (const key of database.keysBackwards(of, { upTo: end })) {
    const place = eventPlaceOfTail(tailOf(key, of));
    const name = blockName(database, place.block);
    return name === null ? null : { ...place, branch: branchOf(name.hash) };
  }
  return null;
}
