/**
 * When what failed is tried again: at growing intervals, from the first one on again after it went well or further. By a clock that nobody sets:
 * where the system's was put back by an hour, nothing would be tried for as long.
 */

const firstMs = 2_000;
const usualLastMs = 300_000;

interface Pause {
  /** Milliseconds since the process began. */
  readonly until: number;
  readonly length: number;
}

export class Retries<Key> {
  readonly #pauses = new Map<Key, Pause>();
  readonly #lastMs: number;

  /** @param lastMs The longest interval. */
  constructor(lastMs = usualLastMs) {
    this.#lastMs = lastMs;
  }

  isDue(key: Key): boolean {
    return (this.#pauses.get(key)?.until ?? 0) <= performance.now();
  }

  failed(key: Key): void {
    const before = this.#pauses.get(key);
    const length = before === undefined ? firstMs : Math.min(before.length * 2, this.#lastMs);
    this.#pauses.set(key, { until: performance.now() + length, length });
  }

  wentOn(key: Key): void {
    this.#pauses.set(key, { until: performance.now() + firstMs, length: firstMs });
  }

  forget(key: Key): void {
    this.#pauses.delete(key);
  }
}
