/** The versions of a key: the present one under the key itself, those before it under its ordinals. */
import type { Database, Snapshot } from "./database.js";
import { goneKey, type Key, versionKey } from "./keys.js";
import { decodeRow, maxRecent, type Row } from "./row.js";

/**
 * The last version of a key; null for one that never had a value.
 * @param loses whether the key may have lost its value.
 */
export function lastVersion(database: Database, key: Key, loses: boolean, snapshot: Snapshot): Row | null {
  const there = database.getText(key, snapshot);
  const encoded = there === null && loses ? database.getText(goneKey(key), snapshot) : there;
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

/** What a key had at the end of a block. */
export interface VersionInForce {
  /** null where it had none yet. */
  readonly row: Row | null;
  /** Block at whose end the next version was there first; null where there is none. */
  readonly until: number | null;
}

/**
 * The version that a key had at the end of a block.
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
): VersionInForce {
  if (last === null || last.block <= block) return { row: last, until: null };
  const version = (ordinal: number): Row | null => versionOf(database, key, last, ordinal, snapshot);
  const named = namedBefore(last, block);
  if (named !== null) return { row: version(named.ordinal), until: named.until };
  let found: Row | null = null;
  let low = 0;
  let { ordinal: high, block: until } = firstNamed(last);
  while (low < high) {
    // It tells of those that it names too: what is left above it and below those is to be as much.
    const middle = Math.min(high - 1, Math.floor((low + high + maxRecent) / 2));
    const row = version(middle);
    if (row === null) break;
    if (row.block <= block) {
      found = row;
      low = middle + 1;
      continue;
    }
    const before = namedBefore(row, block);
    if (before !== null) return { row: version(before.ordinal), until: before.until };
    ({ ordinal: high, block: until } = firstNamed(row));
  }
  return { row: found, until };
}

/** The last version up to the block among those that the row names, with the block of the next; null where it names none. */
function namedBefore(
  { block: own, earlier, recent }: Row,
  block: number,
): { readonly ordinal: number; readonly until: number } | null {
  const back = recent.findIndex((one) => one <= block);
  return back < 0 ? null : { ordinal: earlier - 1 - back, until: recent[back - 1] ?? own };
}

/** The first of the versions that the row names, which is its own where it names no others. */
function firstNamed({ block, earlier, recent }: Row): { readonly ordinal: number; readonly block: number } {
  return { ordinal: earlier - recent.length, block: recent.at(-1) ?? block };
}
