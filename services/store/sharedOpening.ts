/**
 * A Level database that all threads of the process have open, and that they can close together and open anew: Level has one handle on it
 * for all of them, which goes with the last who closes it.
 *
 * Whoever opened it first lends the others its cache, so it closes last and opens first. Nobody reads meanwhile.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { reopening } from "./errors.js";
import { type Holders, holdersOf } from "./holders.js";
import { sharedCounts } from "./sharedCount.js";

export interface Opened {
  readonly location: string;
  /** Opens it; again after it was closed. */
  open(): Promise<void>;
  close(): Promise<void>;
}

/** Places in what the threads share: openings that were asked for, and those that are over. */
const asked = 0;
const over = 1;
/** Seconds of the process before which it is not opened anew again, and how long that pause is. */
const notBefore = 2;
const pause = 3;
const places = 4;

/** Milliseconds for which all others are waited for, for which whoever wants to use it waits, and for which it is waited for the first. */
const othersMs = 5_000;
const patienceMs = 5_000;
const firstMs = 60_000;
const firstTryMs = 100;
const lastTryMs = 10_000;
const longestPauseSeconds = 60;

export class SharedOpening {
  readonly #database: Opened;
  readonly #beforeClosing: () => Promise<void>;
  readonly #counts: Counts;
  readonly #holders: Holders;
  #isFirst = false;
  #isOpen = false;
  #isEnded = false;
  #isShut = false;
  #closings = 0;
  #anew: Promise<void> | null = null;
  #fault: unknown;
  #watching: Promise<void> = Promise.resolve();

  private constructor(database: Opened, beforeClosing: () => Promise<void>) {
    this.#database = database;
    this.#beforeClosing = beforeClosing;
    this.#counts = countsOf(database.location);
    this.#holders = holdersOf(database.location);
  }

  /**
   * Waits while the threads that have it open do so anew, and counts this one among them: from then on they wait for it.
   * @throws StoreError STORE_REOPENING where that takes long
   */
  static async enter(location: string): Promise<void> {
    const counts = countsOf(location);
    const holders = holdersOf(location);
    const isOver = (found: number): boolean => found === Atomics.load(counts, asked);
    while (await until(counts, over, isOver, firstMs)) {
      holders.enter();
      if (isOver(Atomics.load(counts, over))) return;
      // Others began meanwhile: they do not wait for whoever has nothing open.
      holders.leave();
    }
    throw reopening(location);
  }

  /**
   * The first thread to open it has to be the last that closes it, and to have done so before it starts the others. Each has entered before.
   * @param database Is asked to open in the same turn.
   * @param beforeClosing Ends what is read, before it is closed to be opened anew.
   */
  static async open(database: Opened, beforeClosing = async () => {}): Promise<SharedOpening> {
    const opening = new SharedOpening(database, beforeClosing);
    opening.#isFirst = opening.#holders.count === 1;
    try {
      await database.open();
    } catch (error) {
      opening.#holders.leave();
      throw error;
    }
    opening.#isOpen = true;
    opening.#watching = opening.#watch();
    return opening;
  }

  /** Whether it is closed, to be opened anew. */
  get isShut(): boolean {
    return this.#isShut;
  }

  /** How often it was closed to be opened anew. */
  get closings(): number {
    return this.#closings;
  }

  /** Waits while it is closed to be opened anew. @throws StoreError STORE_REOPENING where that takes long */
  async opened(): Promise<void> {
    if (this.#isShut && this.#anew !== null) await this.#inTime(this.#anew);
  }

  /** Has all threads open it anew; not again soon after the last time. */
  async openAnew(): Promise<void> {
    const before = this.#at(asked);
    if (before === this.#at(over)) {
      if (process.uptime() < this.#at(notBefore)) return;
      Atomics.compareExchange(this.#counts, asked, before, before + 1);
      Atomics.notify(this.#counts, asked);
    }
    const wanted = this.#at(asked);
    await this.#until(over, (found) => found >= wanted, firstMs);
    await this.opened();
  }

  async close(): Promise<void> {
    this.#isEnded = true;
    for (const place of [asked, over]) Atomics.notify(this.#counts, place);
    await this.#watching;
    if (this.#isOpen) await this.#close();
  }

  async #watch(): Promise<void> {
    while (!this.#isEnded) {
      const wanted = this.#at(asked);
      if (wanted === this.#at(over)) {
        await Atomics.waitAsync(this.#counts, asked, wanted).value;
        continue;
      }
      this.#anew = this.#isFirst ? this.#openFirst(wanted) : this.#openAfterFirst(wanted);
      await this.#anew;
      this.#anew = null;
    }
  }

  async #openFirst(wanted: number): Promise<void> {
    // Where one of them is busy for long, all go on with what they have.
    if (await this.#holders.reached(1, othersMs)) {
      await this.#close();
      await this.#open();
    }
    this.#delayNext();
    this.#put(over, wanted);
  }

  async #openAfterFirst(wanted: number): Promise<void> {
    await this.#close();
    // However long that takes: who opens it before the first one would lend the others a cache, and take it along when it closes.
    await this.#until(over, (found) => this.#isEnded || found >= wanted, Number.POSITIVE_INFINITY);
    await this.#open();
  }

  async #close(): Promise<void> {
    if (!this.#isEnded) {
      this.#isShut = true;
      this.#closings += 1;
      await this.#beforeClosing();
    }
    await this.#database.close();
    this.#isOpen = false;
    this.#holders.leave();
  }

  /** Tries until it is open. */
  async #open(): Promise<void> {
    for (let wait = firstTryMs; !this.#isEnded; wait = Math.min(wait * 2, lastTryMs)) {
      try {
        await this.#database.open();
        this.#isOpen = true;
        this.#isShut = false;
        this.#holders.enter();
        return;
      } catch (error) {
        this.#fault = error;
        await sleep(wait, undefined, { ref: false });
      }
    }
  }

  /** What helped for less than a minute is tried again after twice the time. */
  #delayNext(): void {
    const now = Math.ceil(process.uptime());
    const held = now - this.#at(notBefore) > longestPauseSeconds;
    const next = held ? 1 : Math.min(Math.max(this.#at(pause), 1) * 2, longestPauseSeconds);
    this.#put(pause, next);
    this.#put(notBefore, now + next);
  }

  async #inTime(opened: Promise<void>): Promise<void> {
    const timeIsOver = new AbortController();
    const late = sleep(patienceMs, true, { ref: false, signal: timeIsOver.signal }).catch(() => false);
    const isLate = await Promise.race([opened.then(() => false), late]);
    timeIsOver.abort();
    if (!isLate) return;
    throw reopening(this.#database.location, this.#fault);
  }

  #until(place: number, isReached: (found: number) => boolean, milliseconds: number): Promise<boolean> {
    return until(this.#counts, place, isReached, milliseconds);
  }

  #at(place: number): number {
    return Atomics.load(this.#counts, place);
  }

  #put(place: number, value: number): void {
    Atomics.store(this.#counts, place, value);
    Atomics.notify(this.#counts, place);
  }
}

type Counts = Int32Array<SharedArrayBuffer>;

const countsOf = (location: string): Counts => sharedCounts(`openings of ${location}`, places);

/** @returns whether it was reached in time. */
async function until(
  counts: Counts,
  place: number,
  isReached: (found: number) => boolean,
  milliseconds: number,
): Promise<boolean> {
  const end = performance.now() + milliseconds;
  for (;;) {
    const found = Atomics.load(counts, place);
    if (isReached(found)) return true;
    const left = end - performance.now();
    if (left <= 0) return false;
    await Atomics.waitAsync(counts, place, found, left).value;
  }
}
