/** The results that need somebody's attention: how many there are, and the first of them by the file's lines. */
import type { ImportResult } from "../../importers/run/result.js";

const shown = 30;
const shownHints = 5;

export class Problems {
  #first: ImportResult[] = [];
  #count = 0;
  readonly #hints = new Set<string>();

  add(result: ImportResult): void {
    const { problem, status } = result;
    if (problem === undefined) return;
    this.#count += 1;
    // That a value stays with an earlier asset asks for nothing.
    if (problem.hint !== undefined && status !== "shared" && this.#hints.size < shownHints)
      this.#hints.add(problem.hint);
    this.#first.push(result);
    if (this.#first.length >= 2 * shown) this.#first = this.first();
  }

  get count(): number {
    return this.#count;
  }

  /** Up to 30. */
  first(): ImportResult[] {
    return this.#first.toSorted((a, b) => a.line - b.line).slice(0, shown);
  }

  /** What to do about them; up to five. */
  hints(): readonly string[] {
    return [...this.#hints];
  }
}
