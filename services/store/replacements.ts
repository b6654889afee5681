/** What an undo leaves behind of the events that it takes back, so that those who were told of them can be told that they are void. */
import type { Change, Database } from "./database.js";
import { branchOf, type PlacedEvent } from "./events.js";
import { isEventKey, type Key, ordinalOfTail, ranges, stretchOfTail, tables, tailOf } from "./keys.js";
import { knownBlock } from "./knownBlocks.js";
import { lastEvent } from "./lastEvent.js";
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
  const undone = [...changes].flatMap(([key, prior]) =>
    prior === null && isEventKey(key) ? eventsUnder(database, key) : [],
  );
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

function eventsUnder(database: Database, key: Key): readonly PlacedEvent[] {
  const block = knownBlock(database, stretchOfTail(tailOf(key, ranges.events())).block);
  const stretch = decodeValue(tables.events, database.getText(key));
  if (block === null || stretch === null) return [];
  return stretch.map(({ log, event }) => ({ ...event, block, log }));
}

async function nextOrdinal(database: Database): Promise<number> {
  const of = ranges.replacements();
  for await (const key of database.keysBackwards(of)) return ordinalOfTail(tailOf(key, of)) + 1;
  return 0;
}
