/** Why an operation is refused: all that the documents hold against it, as they do not say what is looked at first. */
export class Refusals {
  readonly #errors = new Set<string>();

  /** Names the errors of a condition that has to hold; more than one where the documents leave open which it is. */
  unless(holds: boolean, ...errors: readonly string[]): void {
    if (!holds) for (const error of errors) this.#errors.add(error);
  }

  when(bars: boolean, ...errors: readonly string[]): void {
    this.unless(!bars, ...errors);
  }

  get any(): boolean {
    return this.#errors.size > 0;
  }

  get errors(): readonly string[] {
    return [...this.#errors];
  }
}

/** Errors of which one has to come; none where the operation goes through. */
export type Outcome = readonly string[];
