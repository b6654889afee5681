/** Families of lists that lie together under one key while they are short (`shortLists.ts`). */

import { make, wordWidth } from "./fields.js";
import type { Key } from "./key.js";
import { type KeyRange, range } from "./range.js";

/** Families of lists that are mostly short, and where the tails of those lie that are: who has an asset id, and who states it, together. */
const shortFamilies: ReadonlyMap<string, string> = new Map([
  ["44", "4c"],
  ["49", "4c"],
  ["4b", "4d"],
]);

/** Where the tails of a list lie while there are few. */
export const shortListsKey = ({ prefix }: KeyRange): Key =>
  make(shortFamilies.get(prefix.slice(0, 2)) ?? "", prefix.slice(2));

/** Its name among those that lie under the same key. */
export const familyOf = ({ prefix }: KeyRange): string => prefix.slice(0, 2);

/** The list that an entry is of, where its tails lie together while there are few; null for any other. */
export function shortListOf(entry: Key): KeyRange | null {
  return shortFamilies.has(entry.slice(0, 2)) ? range(entry.slice(0, 2 + wordWidth), wordWidth) : null;
}
