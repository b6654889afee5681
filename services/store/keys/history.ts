/** Where the past of a key lies. */

import { make, number, ordinalWidth } from "./fields.js";
import type { Key } from "./key.js";
import { type KeyRange, range } from "./range.js";

/** Whether the versions of a key are kept. */
export function isVersioned(key: Key): boolean {
  // Families 10 to 9f: to compare texts takes longer.
  const first = key.charCodeAt(0);
  return first >= 0x31 && first <= 0x39;
}

/** Whether events of the ledger lie under the key. */
export const isEventKey = (key: Key): boolean => key.startsWith("06");

/** Where it stands that a key has no value any more. */
export const goneKey = (key: Key): Key => make("e0", key);

/** The keys of a range that have no value any more. Their tails are those of the range. */
export const goneRange = ({ prefix, width }: KeyRange): KeyRange => range(make("e0", prefix), width);

/** Where an earlier version of a key lies. */
export const versionKey = (key: Key, ordinal: number): Key => make("e1", key, number(ordinal, ordinalWidth));
