/**
 * Lists that are mostly short: the records of one asset id, the shells of one twin. Level answers a point read at once, but an iterator
 * only through its thread pool. So the tails of such a list lie together under one key while there are few, and only a list that has once
 * been longer has an entry for each, for good.
 */

/** What lies under the key of such a list; nothing lies there while it is empty. */
export interface ShortList {
  /** In their order; null where each has an entry of its own. */
  readonly tails: readonly string[] | null;
}

/** Tails that lie together at most. */
const most = 8;

/** What becomes of a list, and of the entries of its own. */
export interface Listing {
  /** null for an empty list. */
  readonly list: ShortList | null;
  /** Tails whose entries come. */
  readonly listed: readonly string[];
}

export function withTail(list: ShortList | null, tail: string): Listing {
  if (list?.tails === null) return { list, listed: [tail] };
  const tails = list?.tails ?? [];
  if (tails.includes(tail)) return { list, listed: [] };
  const all = [...tails, tail].sort();
  return all.length > most ? { list: { tails: null }, listed: all } : { list: { tails: all }, listed: [] };
}

/** Of a list whose tails lie together. */
export function withoutTail(
  { tails }: { readonly tails: readonly string[] },
  tail: string,
): ShortList | null {
  const left = tails.filter((one) => one !== tail);
  return left.length === 0 ? null : { tails: left };
}
