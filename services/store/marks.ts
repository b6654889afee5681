/**
 * Which write changed a key last, known to all threads of the process without a look into the database: so whoever made something of the
 * store can tell later whether that has been touched since.
 *
 * A table of fixed size. Each key has a place in it, and so has each list, which are shared with others: what shares a place with something
 * that changed counts as changed too, never the other way round. A write marks what it changes before any of it can be read, and the
 * store keeps the number of its last write. So where a view is of write n, and no place of what was made of an earlier one has a
 * higher mark than that one's number, the same can be made of the view.
 */

// Not by way of `keys.js`: the thread that starts the follower has this file for its counts, and the tables would be 20 MiB there.
import { isEventKey } from "./keys/history.js";
import type { Key, KeyRange } from "./keys.js";
import { sharedCount, sharedCounts } from "./sharedCount.js";

/** Where it is marked that something changed. */
export type Place = number;

/** With 30 keys a block and 20 places an answer, an answer is forgotten for another's sake once in some 1,700 blocks. */
const size = 2 ** 20;
const families = size;
const everything = families + 256;

/** Room for a write a second in 68 years. */
const begun = sharedCount("writes to stores begun");
const marks = sharedCounts("last writes of keys", everything + 1);

/**
 * Keys that one write marks each for itself. One with more, as a range of a backfill has, counts as a change of everything: to mark
 * them would take as long as to write them.
 */
const mostMarked = 1_024;

/** Digits of a key, or of a list's beginning, that tell its place: the first and the last of them. Most are of digests. */
const told = 12;
/** Digits of keys by which lists are told apart: the family and 20 bytes. A list that begins with fewer is its whole family. */
const listDigits = 42;

export const placeOfKey = (key: Key): Place => placeIn(key, key.length, keySeed);

/** Of all keys of a list, those too that it does not have yet. */
export function placeOfList({ prefix }: Pick<KeyRange, "prefix">): Place {
  return prefix.length < listDigits ? placeOfFamily(prefix) : placeIn(prefix, listDigits, listSeed);
}

// FNV-1a's beginning, and another one.
const keySeed = 0x811c9dc5;
const listSeed = 0x9e3779b9;

/** @param length Digits of the text that count. */
function placeIn(text: string, length: number, seed: number): Place {
  let hash = seed;
  const gap = Math.min(told, length);
  for (let at = 0; at < gap; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  for (let at = Math.max(gap, length - told); at < length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return (hash ^ (hash >>> 15)) & (size - 1);
}

const placeOfFamily = (text: string): Place => families + Number.parseInt(text.slice(0, 2), 16);

/**
 * Marks what a write changes; to be called before any of it can be read.
 * @returns its number: higher than that of any write before.
 */
export function markWrite(changes: ReadonlyMap<Key, unknown>): number {
  const write = Atomics.add(begun, 0, 1) + 1;
  if (hasTooMany(changes)) raise(marks, everything, write);
  else for (const key of changes.keys()) if (isLookedUp(key)) markKey(key, write);
  return write;
}

function hasTooMany(changes: ReadonlyMap<Key, unknown>): boolean {
  let count = 0;
  for (const key of changes.keys()) if (isLookedUp(key) && ++count > mostMarked) return true;
  return false;
}

function markKey(key: Key, write: number): void {
  raise(marks, placeOfKey(key), write);
  raise(marks, placeOfFamily(key), write);
  if (key.length > listDigits) raise(marks, placeIn(key, listDigits, listSeed), write);
}

/**
 * What is looked up by its key: no families from e0 on, whose keys come with others, and no events, which are asked for in their order:
 * whatever hangs on that hangs on the block.
 */
const isLookedUp = (key: Key): boolean => key.charCodeAt(0) < 0x65 && !isEventKey(key);

/** Writes from now on have higher numbers than this, which is that of one in a store. */
export function noteWrite(write: number): void {
  raise(begun, 0, write);
}

/**
 * Whether anything at the places may have been changed by a write after `since`, up to `now`.
 * @param now Of the view that is asked, which was opened before.
 */
export function mayHaveChanged(places: readonly Place[], since: number, now: number): boolean {
  // What another process wrote, or a thread that does not share the table, has no marks.
  if (now > Atomics.load(begun, 0) || Atomics.load(marks, everything) > since) return true;
  for (const place of places) if (Atomics.load(marks, place) > since) return true;
  return false;
}

function raise(counts: Int32Array<SharedArrayBuffer>, at: number, to: number): void {
  for (let found = Atomics.load(counts, at); found < to; ) {
    const before = Atomics.compareExchange(counts, at, found, to);
    if (before === found) return;
    found = before;
  }
}
