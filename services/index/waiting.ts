import { setTimeout as delay } from "node:timers/promises";

/** Waits; returns early when the signal fires. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(milliseconds, undefined, { signal });
  } catch (raised) {
    if (!signal.aborted) throw raised;
  }
}

const firstDelay = 250;
const longestDelay = 10_000;

/** Growing delays between tries, a little apart from those of others that fail at the same time. */
export function backOff(): { next(): number; reset(): void } {
  let base = firstDelay;
  return {
    next() {
      const delayed = base * (0.75 + Math.random() / 2);
      base = Math.min(base * 2, longestDelay);
      return delayed;
    },
    reset() {
      base = firstDelay;
    },
  };
}
