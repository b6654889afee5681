/**
 * What came in over the AAS interfaces and was written, by transaction, as long as the chain may take that back: whatever is lost for good
 * then can be named, as nothing else has it. It is in memory alone.
 */
import type { Hash } from "../../store/model.js";

/** So many transactions more are held before those are let go of that the chain keeps. */
const heldMore = 512;

export class Written {
  readonly #unconfirmed: () => readonly Hash[];
  readonly #ids = new Map<Hash, Set<string>>();
  #letGo = heldMore;

  /** @param unconfirmed What the chain may yet take back. */
  constructor(unconfirmed: () => readonly Hash[]) {
    this.#unconfirmed = unconfirmed;
  }

  /** @param ids Shells and submodels, which may have a transaction in common with others. */
  note(transaction: Hash, ids: readonly string[]): void {
    const noted = this.#ids.get(transaction) ?? new Set();
    this.#ids.set(transaction, noted);
    for (const id of ids) noted.add(id);
    if (this.#ids.size < this.#letGo) return;
    const held = new Set(this.#unconfirmed());
    for (const hash of this.#ids.keys()) if (!held.has(hash)) this.#ids.delete(hash);
    this.#letGo = this.#ids.size + heldMore;
  }

  /** Tells what was written by any of the transactions, once. */
  take(transactions: readonly Hash[]): readonly string[] {
    const ids = new Set(transactions.flatMap((hash) => [...(this.#ids.get(hash) ?? [])]));
    for (const hash of transactions) this.#ids.delete(hash);
    return [...ids];
  }
}
