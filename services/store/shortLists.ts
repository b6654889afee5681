/**
 * Lists that are mostly short: the records of one asset id, the shells that state it, the shells of one twin. Level answers a point read
 * at once, but an iterator only through its thread pool. So the tails of such a list lie together under one key while there are few, and
 * only a list that has once been longer has an entry for each, for good. Lists that are asked for together share the key.
 */

/** Tails in their order; null where each has an entry of its own. */
export type ShortList = readonly string[] | null;

/** What lies under the key of such lists, by their families. A list that is empty is not there, and nothing lies there while all are. */
export type ShortLists = Readonly<Record<string, ShortList>>;

/** Tails that lie together at most. */
const most = 8;

/** What becomes of the lists under one key, and of the entries of their own. */
export interface Listing {
  readonly lists: ShortLists | null;
  /** Tails whose entries come. */
  readonly listed: readonly string[];
}

export function withTail(lists: ShortLists | null, family: string, tail: string): Listing {
  const { [family]: list = [] } = lists ?? {};
  if (list === null) return { lists, listed: [tail] };
  if (list.includes(tail)) return { lists, listed: [] };
  const all = [...list, tail].sort();
  return all.length > most
    ? { lists: { ...lists, [family]: null }, listed: all }
    : { lists: { ...lists, [family]: all }, listed: [] };
}

/** Of a list whose tails lie together. */
export function withoutTail(lists: ShortLists, family: string, tail: string): ShortLists | null {
  const { [family]: list, ...others } = lists;
  const left = (list ?? []).filter((one) => one !== tail);
  if (left.length > 0) return { ...others, [family]: left };
  return Object.keys(others).length === 0 ? null : others;
}
