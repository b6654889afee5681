/**
 * How long what was read stays as it is: the last change of any of it up to the moment that was asked for, and the first
 * one after.
 */

/** Blocks over which something stays as it is. */
export interface Span {
  /** The first; null where it has been so from the beginning. */
  readonly since: number | null;
  /** The first at whose end it may be another; null where the index knows of none. */
  readonly until: number | null;
}

export const isIn = ({ since, until }: Span, block: number): boolean =>
  (since === null || since <= block) && (until === null || block < until);

export class Trace {
  readonly #times = new Map<number, number>();
  #last: number | null = null;
  #next: number | null = null;

  /** Block of the last change; null where nothing that was read ever was. */
  get last(): number | null {
    return this.#last;
  }

  /** Block of the next change; null where the index knows of none. */
  get next(): number | null {
    return this.#next;
  }

  /** What was read tells the time of a block, Unix seconds: nobody has to look for it. */
  dates({ block, time }: { readonly block: number; readonly time: number }): void {
    this.#times.set(block, time);
  }

  /** undefined where nothing that was read tells it. */
  timeOf(block: number): number | undefined {
    return this.#times.get(block);
  }

  /** Something was read that is as it is over a span. */
  read({ since, until }: Span): void {
    if (since !== null && (this.#last === null || since > this.#last)) this.#last = since;
    if (until !== null && (this.#next === null || until < this.#next)) this.#next = until;
  }
}
