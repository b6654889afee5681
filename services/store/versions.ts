/** The versions of a key: the present one under the key itself, those before it under its ordinals. */
import type { Database, Snapshot } from "./database.js";
import { goneKey, type Key, versionKey } from "./keys.js";
import { decodeRow, type Row } from "./row.js";

/** The last version of a key; null for one that never had a value. */
export function lastVersion(database: Database, key: Key, snapshot: Snapshot): Row | null {
  const encoded = database.getText(key, snapshot) ?? database.getText(goneKey(key), snapshot);
  return encoded === null ? null : decodeRow(encoded);
}

/** The version with that ordinal, of a key whose last one is `last`. */
export function versionOf(
  database: Database,
  key: Key,
  last: Row,
  ordinal: number,
  snapshot: Snapshot,
): Row | null {
  if (ordinal === last.earlier) return last;
  const encoded = database.getText(versionKey(key, ordinal), snapshot);
  return encoded === null ? null : decodeRow(encoded);
}

/**
 * The version that a key had at the end of a block; null where it had none yet.
 *
 * A row names the blocks of the few before it; beyond those the ordinals are halved, so that a key of a million versions
 * takes some twenty looks.
 */
export function versionAt(
  database: Database,
  key: Key,
  last: Row | null,
  block: number,
  snapshot: Snapshot,
): Row | null {
  if (last === null || last.block <= block) return last;
  const version = (ordinal: number): Row | null => versionOf(database, key, last, ordinal, snapshot);
  const named = namedBefore(last, block);
  if (named !== null) return version(named);
  let found: Row | null = null;
  let low = 0;
  let high = last.earlier - last.recent.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const row = version(middle);
    if (row === null) return null;
    if (row.block <= block) {
      found = row;
      low = middle + 1;
      continue;
    }
    const before = namedBefore(row, block);
    if (before !== null) return version(before);
    high = middle - row.recent.length;
  }
  return found;
}

/** Ordinal of the last version up to the block among those that the row names; null where it names none. */
function namedBefore({ earlier, recent }: Row, block: number): number | null {
  const back = recent.findIndex((one) => one <= block);
  return back < 0 ? null : earlier - 1 - back;
}
