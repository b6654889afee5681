/**
 * The log as it is written: one writer, entry after entry, each durable before whoever gave it is told.
 *
 * All that waits while the disk works goes down in the next write, so that many callers share one. A write is one atomic batch of Level
 * (entries, subtrees, where readers find them, the head): killed anywhere, the log has all of it or nothing.
 */
import { Allowance } from "./allowance.js";
import { checkLog, type LogEnd } from "./check.js";
import { entryKey, headKey, type LogDatabase, nodeKey, openLogDatabase, readingKey } from "./database.js";
import { type AccessEntry, type AccessEvent, canonicalEntry, entryOf, noEntry, readersOf } from "./entry.js";
import { AccessLogError, databaseError } from "./errors.js";
import { Frontier } from "./tree/frontier.js";
import { leafHash } from "./tree/hashes.js";
import type { TreeHead } from "./tree/verify.js";

/** What the log says of an entry that it has. */
export interface Receipt {
  readonly sequence: number;
  readonly hash: string;
  readonly time: string;
}

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

type Put = readonly [key: string, value: string];

/**
 * Opens the log in a folder, which is made where there is none, and begins to read it through; what is recorded meanwhile waits.
 * @param hourly Entries that one party may cause in an hour.
 * @throws AccessLogError ACCESS_LOG_LOCKED, ACCESS_LOG_IO
 */
export async function openAccessLog(location: string, hourly = Number.POSITIVE_INFINITY): Promise<AccessLog> {
  const database = await openLogDatabase(location, { createIfMissing: true });
  return new AccessLog(location, database, new Allowance(hourly));
}

export class AccessLog implements AccessRecorder {
  readonly database: LogDatabase;
  /** Settles once the log has been read through; fails where it is not sound. */
  readonly checked: Promise<void>;
  readonly #location: string;
  readonly #allowance: Allowance;
  readonly #waiting: Waiting[] = [];
  #end: LogEnd = beginning;
  /** Why nothing more can be recorded. */
  #fault: AccessLogError | null = null;
  #writing: Promise<void> = Promise.resolve();
  #isWriting = false;

  constructor(location: string, database: LogDatabase, allowance: Allowance) {
    this.#location = location;
    this.database = database;
    this.#allowance = allowance;
    this.checked = this.#check();
    // Whoever records is told; that nobody else waits for it is no fault.
    this.checked.catch(() => undefined);
  }

  /** Entries and root as they are on the disk. */
  head(): TreeHead {
    const { frontier } = this.#end;
    return { size: frontier.size, root: frontier.root() };
  }

  /** Records nothing more: the ledger shows that the log is not sound. */
  condemn(fault: AccessLogError): void {
    this.#fault ??= fault;
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

  /** Ends once what was given has been written. */
  async close(): Promise<void> {
    await this.checked.catch(() => undefined);
    await this.#writing;
    this.condemn(closed());
    await this.database.close();
  }

  async #check(): Promise<void> {
    try {
      this.#end = await checkLog(this.database);
    } catch (raised) {
      const fault = databaseError(raised, this.#location);
      this.condemn(fault);
      throw fault;
    }
  }

  async #write(): Promise<void> {
    await this.checked.catch(() => undefined);
    while (this.#waiting.length > 0) {
      const turn = this.#nextTurn();
      try {
        await this.#append(turn);
      } catch (raised) {
        const fault = raised instanceof AccessLogError ? raised : writeFailed(raised, this.#location);
        // What the disk has of it is not known: the log is read through again before anything follows.
        this.condemn(fault);
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
    // Put by put: Level takes ten times as long over a list.
    const batch = this.database.batch();
    for (const { puts } of calls) for (const [key, value] of puts) batch.put(key, value);
    batch.put(headKey, JSON.stringify({ size: end.frontier.size, root: end.frontier.root() }));
    await batch.write({ sync: true });
    this.#end = end;
    for (const { settle, receipts } of calls) settle(receipts);
  }
}

/** What a call's entries put down. */
interface Entries {
  readonly puts: readonly Put[];
  readonly receipts: readonly Receipt[];
}

interface Call extends Entries {
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

/** What the log becomes with further entries. */
function appended(before: LogEnd, events: readonly AccessEvent[]): Entries & { readonly end: LogEnd } {
  const frontier = new Frontier(before.frontier);
  // A clock that is set back does not turn the log's order round.
  const time = Math.max(Date.now(), before.time);
  let last = before.last;
  const puts: Put[] = [];
  const receipts = events.map((event): Receipt => {
    const entry = entryOf(event, { sequence: frontier.size, time, previous: last });
    const text = canonicalEntry(entry);
    last = leafHash(text);
    puts.push([entryKey(entry.sequence), text], ...readings(entry));
    for (const { level, index, hash } of frontier.append(last)) puts.push([nodeKey(level, index), hash]);
    return { sequence: entry.sequence, hash: last, time: entry.time };
  });
  return { puts, receipts, end: { frontier, last, time } };
}

/** Under which keys its readers find an entry. */
function readings(entry: AccessEntry): readonly Put[] {
  const { asset, sequence } = entry;
  return [...readersOf(entry)].flatMap((party) =>
    [null, asset].map((of): Put => [readingKey({ party, asset: of }, sequence), ""]),
  );
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

function writeFailed(raised: unknown, location: string): AccessLogError {
  const { message, details } = databaseError(raised, location);
  return new AccessLogError("ACCESS_LOG_WRITE_FAILED", message, {
    hint: "See to the disk, then start again. Nothing is decided meanwhile, as it could not be logged.",
    details,
    cause: raised,
  });
}
