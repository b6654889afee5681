/**
 * How often this process has written to stores: one number for all its threads. While it stays, no reader has to look into the database
 * to know that nothing was written. A thread that starts others gives it to them, so it has to have loaded this before.
 */
import { sharedCount } from "./sharedCount.js";

const counter = sharedCount("writes to stores");

export function revision(): number {
  return Atomics.load(counter, 0);
}

/** Lets readers go on to what was written: called when it can be read, and before anybody is told of it. */
export function noteWritten(): void {
  Atomics.add(counter, 0, 1);
}
