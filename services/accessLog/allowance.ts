/**
 * How much of the log a party may fill: the disk is the operator's, and entries lie in the view of others, too. Who has written nothing for an hour
 * may write an hour's entries at once, and after that as many as come back meanwhile.
 */
import type { Address } from "../store/model.js";
import type { AccessEvent } from "./entry.js";
import { AccessLogError } from "./errors.js";

const hourMs = 3_600_000;
/** What comes back is counted in fractions: so much of an entry is none. */
const rounding = 1e-6;
/** Parties that are remembered before those are forgotten whose hour is full again. */
const firstForgetting = 10_000;

interface Used {
  readonly entries: number;
  /** Milliseconds of a clock that is never set back. */
  readonly at: number;
}

export class Allowance {
  readonly #hourly: number;
  readonly #used = new Map<Address, Used>();
  #forgetAt = firstForgetting;

  /** @param hourly Entries that one party may cause in an hour; infinite for as many as it likes. */
  constructor(hourly: number) {
    this.#hourly = hourly;
  }

  /**
   * Counts what a party has written, or refuses all of it.
   * @throws AccessLogError ACCESS_LOG_ALLOWANCE_USED
   */
  take(events: readonly AccessEvent[], now = performance.now()): void {
    if (this.#hourly === Number.POSITIVE_INFINITY) return;
    const counts = new Map<Address, number>();
    for (const { askedBy } of events)
      if (askedBy !== null) counts.set(askedBy, (counts.get(askedBy) ?? 0) + 1);
    const used = [...counts].map(([party, count]) => [party, this.#usedBy(party, now) + count] as const);
    for (const [, entries] of used) if (entries - this.#hourly > rounding) throw this.#exceededBy(entries);
    for (const [party, entries] of used) this.#used.set(party, { entries, at: now });
    if (this.#used.size > this.#forgetAt) this.#forgetIdle(now);
  }

  /** How many parties it remembers. */
  get remembered(): number {
    return this.#used.size;
  }

  /** What of a party's entries counts still. */
  #usedBy(party: Address, now: number): number {
    const used = this.#used.get(party);
    return used === undefined ? 0 : Math.max(0, used.entries - ((now - used.at) * this.#hourly) / hourMs);
  }

  #forgetIdle(now: number): void {
    for (const party of this.#used.keys()) if (this.#usedBy(party, now) === 0) this.#used.delete(party);
    // Not again before there are twice as many, so that many parties cost each of them no more than few.
    this.#forgetAt = Math.max(firstForgetting, 2 * this.#used.size);
  }

  #exceededBy(entries: number): AccessLogError {
    const retryAfter = Math.ceil(((entries - this.#hourly) * hourMs) / this.#hourly / 1000);
    return new AccessLogError(
      "ACCESS_LOG_ALLOWANCE_USED",
      `A party may have ${this.#hourly} entries written into the access log in an hour.`,
      {
        hint: `Ask again in ${retryAfter} seconds, or about less at once.`,
        details: { hourly: this.#hourly, retryAfter },
      },
    );
  }
}
