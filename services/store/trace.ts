/**
 * How long what was read stays as it is: the last change of any of it up to the moment that was asked for, and the first
 * one after.
 */
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

  /** A key was read that is as it is since block `since`, up to before block `until`. */
  read(since: number | null, until: number | null): void {
    if (since !== null && (this.#last === null || since > this.#last)) this.#last = since;
    if (until !== null && (this.#next === null || until < this.#next)) this.#next = until;
  }
}
