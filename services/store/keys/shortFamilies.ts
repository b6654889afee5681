/** Families of lists that lie together under one key while they are short (`shortLists.ts`). */

import { wordWidth } from "./fields.js";
import type { Key } from "./key.js";
import { type KeyRange, range } from "./range.js";

/** Families of lists that are mostly short, and where the tails of those lie that are. */
export const shortFamilies: ReadonlyMap<string, string> = new Map([
  ["44", "4c"],
  ["49", "4d"],
  ["4b", "4e"],
]);

/** The list that an entry is of, where its tails lie together while there are few; null for any other. */
export function shortListOf(entry: Key): KeyRange | null {
  return shortFamilies.has(entry.slice(0, 2)) ? range(entry.slice(0, 2 + wordWidth), wordWidth) : null;
}
