/**
 * Keeps what is put into rows while they are cleared: a database of one machine has no write on condition. Clearings are counted in memory
 * that all threads of the process share, and whoever has written while one was under way writes again after it.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { sharedCount } from "../store/sharedCount.js";

/** How often a clearing began or ended: odd while one is under way. */
const count = sharedCount("clearings of vaults");
const pauseMs = 1;

const isUnderWay = (counted: number): boolean => counted % 2 !== 0;

/** Does the work of one clearing, while no other is under way. */
export async function clearing<Result>(work: () => Promise<Result>): Promise<Result> {
  for (;;) {
    const before = Atomics.load(count, 0);
    if (!isUnderWay(before) && Atomics.compareExchange(count, 0, before, before + 1) === before) break;
    await sleep(pauseMs);
  }
  try {
    return await work();
  } finally {
    Atomics.add(count, 0, 1);
  }
}

/** @param write Safe to repeat. A clearing that begins after it has returned sees what was written. */
export async function writing(write: () => Promise<void>): Promise<void> {
  const before = Atomics.load(count, 0);
  await write();
  const after = Atomics.load(count, 0);
  if (after === before && !isUnderWay(after)) return;
  while (isUnderWay(after) && Atomics.load(count, 0) === after) await sleep(pauseMs);
  await write();
}
