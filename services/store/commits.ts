/** The commits of one writer: while one of them is written, the next draft is made over it. */
import type { Database, KeyText } from "./database.js";
import type { Key } from "./keys.js";

/** The store as it is once the commit under way, if there is one, is written. */
export interface Base {
  /** What lies under a key then. */
  getText(key: Key): string | null;
  /** The same of many. */
  getTexts(keys: readonly Key[]): Promise<readonly KeyText[]>;
  /** Settles when it is; rejects where the commit failed: what was made over it is void. */
  readonly written: Promise<void>;
}

export class Commits {
  readonly #database: Database;
  readonly #settled: Base;
  #base: Base;

  constructor(database: Database) {
    this.#database = database;
    this.#settled = {
      getText: (key) => database.getText(key),
      getTexts: (keys) => database.getTexts(keys),
      written: Promise.resolve(),
    };
    this.#base = this.#settled;
  }

  /** What the next draft is made over. */
  get base(): Base {
    return this.#base;
  }

  /** Takes up a commit of a draft over the present base. One at a time: the one before has been written. */
  begin(changes: ReadonlyMap<Key, string | null>, written: Promise<void>): void {
    let pending: ReadonlyMap<Key, string | null> | null = changes;
    const base: Base = {
      getText: (key) => {
        const change = pending?.get(key);
        return change === undefined ? this.#database.getText(key) : change;
      },
      getTexts: async (keys) => {
        const over = pending ?? new Map<Key, string | null>();
        const changed = keys.flatMap((key): KeyText[] => {
          const change = over.get(key);
          return change === undefined ? [] : [[key, change]];
        });
        const rest = keys.filter((key) => !over.has(key));
        return [...changed, ...(await this.#database.getTexts(rest))];
      },
      written,
    };
    const settle = (): void => {
      pending = null;
      if (this.#base === base) this.#base = this.#settled;
    };
    this.#base = base;
    written.then(settle, settle);
  }
}
