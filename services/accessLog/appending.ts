/** What the log becomes with further entries, and what is put into its database for that. */
import type { LogEnd } from "./check.js";
import { entryKey, headKey, nodeKey, readingKey } from "./database.js";
import { type AccessEntry, type AccessEvent, canonicalEntry, entryOf, readersOf } from "./entry.js";
import { Frontier } from "./tree/frontier.js";
import { leafHash } from "./tree/hashes.js";
import type { TreeHead } from "./tree/verify.js";

/** What the log says of an entry that it has. */
export interface Receipt {
  readonly sequence: number;
  readonly hash: string;
  readonly time: string;
}

export type Put = readonly [key: string, value: string];

export interface Appended {
  readonly puts: readonly Put[];
  readonly receipts: readonly Receipt[];
  readonly end: LogEnd;
}

export function appended(before: LogEnd, events: readonly AccessEvent[]): Appended {
  const frontier = new Frontier(before.frontier);
  // A clock that is set back does not turn the log's order round.
  const time = Math.max(Date.now(), before.time);
  let last = before.last;
  const puts: Put[] = [];
  const receipts = events.map((event): Receipt => {
    const entry = entryOf(event, { sequence: frontier.size, time, previous: last });
    const text = canonicalEntry(entry);
    last = leafHash(text);
    puts.push([entryKey(entry.sequence), text], ...readings(entry));
    for (const { level, index, hash } of frontier.append(last)) puts.push([nodeKey(level, index), hash]);
    return { sequence: entry.sequence, hash: last, time: entry.time };
  });
  return { puts, receipts, end: { frontier, last, time } };
}

export const headOf = ({ frontier }: LogEnd): TreeHead => ({ size: frontier.size, root: frontier.root() });

export const headPut = (end: LogEnd): Put => [headKey, JSON.stringify(headOf(end))];

/** Under which keys its readers find an entry. */
function readings(entry: AccessEntry): readonly Put[] {
  const { asset, sequence } = entry;
  return [...readersOf(entry)].flatMap((party) =>
    [null, asset].map((of): Put => [readingKey({ party, asset: of }, sequence), ""]),
  );
}
