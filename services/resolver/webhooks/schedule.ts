/** When a message is tried again, and when it is given up. */

/** Milliseconds to wait before the second attempt, the third one, …; after the last the message is dead. */
export type Schedule = readonly number[];

const seconds = 1_000;
const minutes = 60 * seconds;
const hours = 60 * minutes;

/** Ten attempts in about 16 hours. */
export const schedule: Schedule = [
  5 * seconds,
  30 * seconds,
  2 * minutes,
  10 * minutes,
  30 * minutes,
  hours,
  2 * hours,
  4 * hours,
  8 * hours,
];

/** Answers that say that this very message is not taken: a few more attempts, so that it does not hold up those behind it. */
const refusals: ReadonlySet<number> = new Set([400, 413, 415, 422]);
const refusedAttempts = 3;

/**
 * Milliseconds until the next attempt; null where there is none.
 * @param attempts Made so far.
 * @param status Of the last one's answer; null for none.
 */
export function pauseAfter(of: Schedule, attempts: number, status: number | null): number | null {
  if (status !== null && refusals.has(status) && attempts >= refusedAttempts) return null;
  const pause = of[attempts - 1];
  // A fifth more or less, so that many that failed at once do not come back at once.
  return pause === undefined ? null : Math.round(pause * (0.8 + 0.4 * Math.random()));
}
