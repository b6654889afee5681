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

  /** Something was read that is as it is over a span. */
  read({ since, until }: Span): void {
    if (since !== null && (this.#last === null || since > this.#last)) this.#last = since;
    if (until !== null && (this.#next === null || until < this.#next)) this.#next = until;
  }
}
