/**
 * Remembers what was used once, for as long as it could be used again: a table of fixed size in memory that all HTTP threads
 * share. It takes one hash and a look at one bucket to ask, whatever is in it.
 *
 * It is not kept over a restart, and need not be: what was used before the start was made before it, and the table knows
 * nothing of that age to be unused. Replicas share nothing: each takes a thing once.
 */
import { createHash, randomBytes } from "node:crypto";
import { maxAhead } from "../../rights/requests/verify.js";

/** `unknown`: it is as old as the table, or the table is full. */
export type Use = "fresh" | "used" | "unknown";

/** Something that is good once. */
export interface OneTime {
  /** What tells it from all others. */
  readonly id: string;
  /** Unix seconds: when its maker says that it was made, and the first second at which it is no longer good. */
  readonly issuedAt: number;
  readonly expires: number;
}

export interface UsedOnce {
  /**
   * Whether a thing is used for the first time; from then on it is used.
   * @param now Unix seconds, before `expires`.
   */
  use(thing: OneTime, now: number): Use;
}

/** What threads need to share a table: it is of shared memory, so that to send it is to share it. */
export interface NonceTable {
  readonly slots: SharedArrayBuffer;
  /** Nobody who chooses an id can choose its bucket. */
  readonly salt: Uint8Array;
  /** Unix seconds from which on it remembers. */
  readonly since: number;
}

/** Slots of a bucket; they are looked through one by one. */
const bucketSlots = 16;
/**
 * 8 MiB. A thing takes up its slot for ten minutes or so; with three hundred thousand of them, one in ten thousand is turned away
 * because its bucket is full.
 */
const buckets = 65_536;
/** Seconds of a period: more than any thing can still be good for. A slot is taken until the period of its end is over. */
const period = 360;
const fingerprintBits = 48n;

/** @param since Unix seconds. */
export function makeNonceTable(since: number): NonceTable {
  const slots = new SharedArrayBuffer(buckets * bucketSlots * BigUint64Array.BYTES_PER_ELEMENT);
  return { slots, salt: randomBytes(32), since };
}

/** The same things are used once through all views of a table, whichever thread has them. */
export function usedOnce({ slots: memory, salt, since }: NonceTable): UsedOnce {
  const slots = new BigUint64Array(memory);

  /** @returns Index of the first slot that is free or has the word; null where there is none. */
  const find = (first: number, word: bigint, present: bigint): number | null => {
    let free: number | null = null;
    for (let index = first; index < first + bucketSlots; index++) {
      const found = Atomics.load(slots, index);
      if (found === word) return index;
      if (free === null && isOver(found, present)) free = index;
    }
    return free;
  };

  const isElsewhere = (first: number, taken: number, word: bigint): boolean => {
    for (let index = first; index < first + bucketSlots; index++)
      if (index !== taken && Atomics.load(slots, index) === word) return true;
    return false;
  };

  return {
    use({ id, issuedAt, expires }, now) {
      // A clock that is ahead may have made, and used, before the start what it dates later.
      if (issuedAt <= since + maxAhead) return "unknown";
      const { first, fingerprint } = placeOf(salt, id);
      const word = (periodOf(expires) << fingerprintBits) | fingerprint;
      for (;;) {
        const index = find(first, word, periodOf(now));
        if (index === null) return "unknown";
        const found = Atomics.load(slots, index);
        if (found === word) return "used";
        if (!isOver(found, periodOf(now)) || Atomics.compareExchange(slots, index, found, word) !== found)
          continue;
        // Two threads, whose clocks differ, may have found different slots free: then neither was surely the first.
        return isElsewhere(first, index, word) ? "used" : "fresh";
      }
    },
  };
}

/** From 1 on, so that a slot of zeros is one that is over. */
const periodOf = (seconds: number): bigint => BigInt(Math.floor(seconds / period) % 0xffff) + 1n;

/** What is good now ends in the present period or in the next one, as periods go round; a slot of another one is over. */
function isOver(word: bigint, present: bigint): boolean {
  const of = word >> fingerprintBits;
  return of !== present && of !== (present % 0xffffn) + 1n;
}

function placeOf(salt: Uint8Array, id: string): { first: number; fingerprint: bigint } {
  const hash = createHash("sha256").update(salt).update(id).digest();
  return {
    first: (hash.readUInt32BE(0) % buckets) * bucketSlots,
    fingerprint: hash.readBigUInt64BE(8) >> (64n - fingerprintBits),
  };
}
