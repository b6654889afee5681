/**
 * The log as it is written: one writer, entry after entry, each durable before whoever gave it is told.
 *
 * All that waits while the disk works goes down in the next write, so that many callers share one. A write is one atomic batch of Level
 * (entries, subtrees, where readers find them, the head): killed anywhere, the log has all of it or nothing.
 */
import { Allowance } from "./allowance.js";
import { appended, headOf, headPut, type Put, type Receipt } from "./appending.js";
import { checkLog, type LogEnd } from "./check.js";
import { headIn, type LogDatabase, openLogDatabase } from "./database.js";
import { type AccessEvent, noEntry } from "./entry.js";
import { AccessLogError, altered, databaseError, truncated } from "./errors.js";
import { Frontier } from "./tree/frontier.js";
import type { TreeHead } from "./tree/verify.js";
import { type Told, Writes } from "./writes.js";

export interface AccessRecorder {
  /**
   * Logs what happened, in this order and in one piece; settles once the disk has it.
   * @throws AccessLogError ACCESS_LOG_ALTERED, ACCESS_LOG_TRUNCATED for a log that is not sound, ACCESS_LOG_WRITE_FAILED,
   * ACCESS_LOG_UNAVAILABLE; ACCESS_LOG_ENTRY_INVALID where an event makes no entry, which leaves the log as it is. Then nothing may
   * be answered or disclosed. ACCESS_LOG_ALLOWANCE_USED where whoever asked has had too much written.
   */
  record(events: readonly AccessEvent[]): Promise<readonly Receipt[]>;
}

interface Waiting {
  readonly events: readonly AccessEvent[];
  readonly settle: (receipts: readonly Receipt[]) => void;
  readonly fail: (error: AccessLogError) => void;
}

/** Entries that go down in one write, unless a single call has more. */
const mostAtOnce = 4096;

const beginning: LogEnd = { frontier: new Frontier(), last: noEntry, time: 0 };

export interface AccessLogOptions {
  /** Entries that one party may cause in an hour; where left out, as many as it likes. */
  readonly hourly?: number | undefined;
  /** Told when the disk does not take entries, and when it does again. */
  readonly told?: Told;
}

/**
 * Opens the log in a folder, which is made where there is none, and begins to read it through; what is recorded meanwhile waits.
 * @throws AccessLogError ACCESS_LOG_LOCKED, ACCESS_LOG_IO
 */
export async function openAccessLog(location: string, options: AccessLogOptions = {}): Promise<AccessLog> {
  return new AccessLog(await openLogDatabase(location), options);
}

export class AccessLog implements AccessRecorder {
  readonly database: LogDatabase;
  /** Settles once the log has been read through; fails where it is not sound. */
  readonly checked: Promise<void>;
  readonly #allowance: Allowance;
  readonly #writes: Writes;
  readonly #waiting: Waiting[] = [];
  #end: LogEnd = beginning;
  /** What the log is to become with the write under way. */
  #next: LogEnd = beginning;
  /** Why nothing more can be recorded, ever. */
  #condemned: AccessLogError | null = null;
  #writing: Promise<void> = Promise.resolve();
  #isWriting = false;

  constructor(
    database: LogDatabase,
    { hourly = Number.POSITIVE_INFINITY, told = () => undefined }: AccessLogOptions,
  ) {
    this.database = database;
    this.#allowance = new Allowance(hourly);
    this.#writes = new Writes(database, () => this.#goOn(), told);
    this.checked = this.#check();
    // Whoever records is told; that nobody else waits for it is no fault.
    this.checked.catch(() => undefined);
  }

  /** Entries and root as they are on the disk. */
  head(): TreeHead {
    return headOf(this.#end);
  }

  /** Records nothing more: the log is not sound, or is closed. */
  condemn(fault: AccessLogError): void {
    this.#condemned ??= fault;
  }

  get isCondemned(): boolean {
    return this.#condemned !== null;
  }

  /** Whether what is recorded now would be written. */
  get isWritable(): boolean {
    return this.#fault === null;
  }

  get #fault(): AccessLogError | null {
    return this.#condemned ?? this.#writes.failure;
  }

  async record(events: readonly AccessEvent[]): Promise<readonly Receipt[]> {
    if (events.length === 0) return [];
    this.#allowance.take(events);
    return await new Promise((settle, fail) => {
      this.#waiting.push({ events, settle, fail });
      if (this.#isWriting) return;
      this.#isWriting = true;
      this.#writing = this.#write();
    });
  }

  /** Keeps something beside the entries; the disk has it when it returns. @throws AccessLogError ACCESS_LOG_WRITE_FAILED */
  keep(key: string, value: string): Promise<void> {
    return this.#writes.write(() => this.database.put(key, value, { sync: true }));
  }

  /** Ends once what was given has been written. */
  async close(): Promise<void> {
    await this.checked.catch(() => undefined);
    await this.#writing;
    this.condemn(closed());
    await this.#writes.close();
  }

  async #check(): Promise<void> {
    try {
      this.#end = await checkLog(this.database);
    } catch (raised) {
      const fault = databaseError(raised, this.database.location);
      this.condemn(fault);
      throw fault;
    }
  }

  /** After a write that failed: the disk has all of it or nothing, and what was there before. */
  #goOn(): void {
    const { size, root } = headIn(this.database) ?? headOf(beginning);
    const found = [this.#end, this.#next].find(
      (end) => end.frontier.size === size && end.frontier.root() === root,
    );
    if (found === undefined) {
      const known = this.#end.frontier.size;
      const fault =
        size < known
          ? truncated(`it has ${size} entries of ${known}`, { size, known })
          : altered("its entries are not those that were written", { size });
      this.condemn(fault);
      throw fault;
    }
    this.#end = found;
  }

  async #write(): Promise<void> {
    await this.checked.catch(() => undefined);
    while (this.#waiting.length > 0) {
      const turn = this.#nextTurn();
      try {
        await this.#append(turn);
      } catch (raised) {
        const fault = databaseError(raised, this.database.location);
        for (const { fail } of turn) fail(fault);
      }
    }
    this.#isWriting = false;
  }

  #nextTurn(): readonly Waiting[] {
    let [count, entries] = [0, 0];
    for (const { events } of this.#waiting) {
      if (count > 0 && entries + events.length > mostAtOnce) break;
      count += 1;
      entries += events.length;
    }
    return this.#waiting.splice(0, count);
  }

  async #append(turn: readonly Waiting[]): Promise<void> {
    if (this.#fault !== null) throw this.#fault;
    const { calls, end } = chained(this.#end, turn);
    if (calls.length === 0) return;
    this.#next = end;
    await this.#writes.write(async () => {
      // Put by put: Level takes ten times as long over a list.
      const batch = this.database.batch();
      for (const { puts } of calls) for (const [key, value] of puts) batch.put(key, value);
      batch.put(...headPut(end));
      await batch.write({ sync: true });
    });
    this.#end = end;
    for (const { settle, receipts } of calls) settle(receipts);
  }
}

interface Call {
  readonly puts: readonly Put[];
  readonly receipts: readonly Receipt[];
  readonly settle: Waiting["settle"];
}

/**
 * The entries of calls, one after the other, and what the log becomes with them. Where an entry cannot be made, its call alone is
 * failed: none of its entries is in the log, and the next call's take their places.
 */
function chained(
  before: LogEnd,
  turn: readonly Waiting[],
): { readonly calls: readonly Call[]; readonly end: LogEnd } {
  let end = before;
  const calls: Call[] = [];
  for (const { events, settle, fail } of turn) {
    try {
      const { puts, receipts, end: next } = appended(end, events);
      calls.push({ puts, receipts, settle });
      end = next;
    } catch (raised) {
      fail(entryInvalid(raised));
    }
  }
  return { calls, end };
}

const closed = (): AccessLogError =>
  new AccessLogError("ACCESS_LOG_UNAVAILABLE", "The access log is closed.", { hint: "Start again." });

const entryInvalid = (cause: unknown): AccessLogError =>
  new AccessLogError(
    "ACCESS_LOG_ENTRY_INVALID",
    "What happened cannot be written down as an entry of the access log.",
    {
      hint: "That is a defect of the resolver: report it with the request's id. Other requests are not affected.",
      cause,
    },
  );
