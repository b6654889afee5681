/** Whether identifiers that come one after the other are the numbers of one range. */
import { splitNumber } from "../../identifiers/numbers.js";

export interface RunOfNumbers {
  readonly stem: string;
  readonly tail: string;
  readonly first: string;
  readonly last: string;
}

export class NumberRun {
  #run: { readonly stem: string; readonly tail: string; readonly first: string; last: string } | null = null;
  #next = 0n;
  #isBroken = false;

  add(canonical: string): void {
    if (this.#isBroken) return;
    const number = splitNumber(canonical);
    if (number === null) {
      this.#isBroken = true;
      return;
    }
    const { stem, digits, tail } = number;
    const run = this.#run;
    if (run === null) {
      this.#run = { stem, tail, first: digits, last: digits };
      this.#next = BigInt(digits) + 1n;
      return;
    }
    const follows = digits.length === run.first.length && stem === run.stem && tail === run.tail;
    if (follows && BigInt(digits) === this.#next) {
      run.last = digits;
      this.#next += 1n;
    } else this.#isBroken = true;
  }

  /** The range; null where they are none, or one identifier. */
  get range(): RunOfNumbers | null {
    const run = this.#run;
    return this.#isBroken || run === null || run.first === run.last ? null : { ...run };
  }
}
