/**
 * How many questions came to this process so far: one number for all its threads. What can wait stands back by it. A thread that starts
 * others gives it to them, so it has to have loaded this before.
 */
import { sharedCount } from "./sharedCount.js";

const counter = sharedCount("questions");

export function asked(): number {
  return Atomics.load(counter, 0);
}

export function noteAsked(): void {
  Atomics.add(counter, 0, 1);
}
