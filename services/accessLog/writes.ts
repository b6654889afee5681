/**
 * Writes to the log's database: one after the other, and after one that failed none until the database was opened anew.
 *
 * What Level appends its writes to may end in the middle of the one that failed, and what it appended after that would be gone with the
 * next start. Opened anew, it begins another file.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { type LogDatabase, openAnew } from "./database.js";
import { type AccessLogError, isUnsound, writeFailed } from "./errors.js";

/** Told why nothing can be written for now, and null once it can again. */
export type Told = (failure: AccessLogError | null) => void;

/** Between two tries to open the database anew, in milliseconds. */
const retryMs = 1_000;

export class Writes {
  readonly #database: LogDatabase;
  readonly #reopened: () => void;
  readonly #told: Told;
  #failure: AccessLogError | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #recovery: Promise<void> = Promise.resolve();
  readonly #closing = new AbortController();

  /** @param reopened Looks at what the disk has now. @throws AccessLogError where that is not what it should have */
  constructor(database: LogDatabase, reopened: () => void, told: Told) {
    this.#database = database;
    this.#reopened = reopened;
    this.#told = told;
  }

  /** Why nothing can be written for now. */
  get failure(): AccessLogError | null {
    return this.#failure;
  }

  /** @throws AccessLogError ACCESS_LOG_WRITE_FAILED */
  write(work: () => Promise<void>): Promise<void> {
    const turn = this.#last.then(() => this.#try(work));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** Closes the database once what was given has been written. */
  async close(): Promise<void> {
    await this.#last;
    this.#closing.abort();
    await this.#recovery;
    await this.#database.close();
  }

  async #try(work: () => Promise<void>): Promise<void> {
    if (this.#failure !== null) throw this.#failure;
    try {
      await work();
    } catch (raised) {
      this.#failure = writeFailed(raised, this.#database.location);
      this.#told(this.#failure);
      this.#recovery = this.#recover();
      throw this.#failure;
    }
  }

  async #recover(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      try {
        await openAnew(this.#database);
        this.#reopened();
        this.#failure = null;
        return this.#told(null);
      } catch (raised) {
        if (isUnsound(raised)) return this.#told(raised);
      }
      await sleep(retryMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
