/**
 * The threads of the process that have a database open, each by its number: one that ends without letting go is let go of by whoever
 * started it, for nobody could wait for it any more.
 */
import { threadId, type Worker } from "node:worker_threads";
import { sharedCounts } from "./sharedCount.js";

/** What is shared of one database: a place that changes with the others, and one for each that has it open; 0 where it is free. */
type Places = Int32Array<SharedArrayBuffer>;

const changes = 0;
/** Of HTTP threads there are up to 64, beside those that there are anyway. */
const holderPlaces = 1 + 128;

export class Holders {
  readonly #places: Places;

  constructor(places: Places) {
    this.#places = places;
  }

  get count(): number {
    let count = 0;
    for (let place = changes + 1; place < holderPlaces; place++)
      if (Atomics.load(this.#places, place) !== 0) count += 1;
    return count;
  }

  /** Counts this thread, once more where it is counted already. */
  enter(): void {
    if (!this.#change(0, nameOf(threadId)))
      throw new Error("More threads have a database open than there are places for.");
  }

  leave(): void {
    this.#change(nameOf(threadId), 0);
  }

  /** Lets go of all that a thread has. */
  forget(thread: number): void {
    while (this.#change(nameOf(thread), 0));
  }

  /** @returns whether there were as many in time. */
  async reached(count: number, milliseconds: number): Promise<boolean> {
    const end = performance.now() + milliseconds;
    for (;;) {
      const seen = Atomics.load(this.#places, changes);
      if (this.count === count) return true;
      const left = end - performance.now();
      if (left <= 0) return false;
      await Atomics.waitAsync(this.#places, changes, seen, left).value;
    }
  }

  /** Changes one place that has a value. @returns whether there was one. */
  #change(from: number, to: number): boolean {
    for (let place = changes + 1; place < holderPlaces; place++) {
      if (Atomics.compareExchange(this.#places, place, from, to) !== from) continue;
      Atomics.add(this.#places, changes, 1);
      Atomics.notify(this.#places, changes);
      return true;
    }
    return false;
  }
}

/** Of all databases that this thread knows of, by their folders. */
const known = new Map<string, Holders>();

export function holdersOf(location: string): Holders {
  const found = known.get(location) ?? new Holders(sharedCounts(`holders of ${location}`, holderPlaces));
  known.set(location, found);
  return found;
}

/** The main thread's number is 0. */
const nameOf = (thread: number): number => thread + 1;

/** Has nobody wait for what a thread has open once it has ended. This thread has to have opened that before. */
export function letGoWithEnd(worker: Worker): void {
  // Once it has ended it has no number.
  const thread = worker.threadId;
  worker.once("exit", () => {
    for (const holders of known.values()) holders.forget(thread);
  });
}
