import { cursorOf, type Database, limitOf, type Snapshot } from "./database.js";
import { goneRange, isVersioned, type Key, type KeyRange, keyOfTail, type Table } from "./keys.js";
import { noteKey, noteList } from "./lasting.js";
import type { Reader } from "./reader.js";
import { decodeRow, type Row } from "./row.js";
import { type Span, Trace } from "./trace.js";
import { decodeValue } from "./values.js";
import type { Held, VersionMemory } from "./versionMemory.js";
import { versionAt } from "./versions.js";
import type { Page, PageRequest, Past, Spanning } from "./view.js";

/** What the readers of one snapshot's past have in common. */
export interface PastSource {
  readonly database: Database;
  readonly snapshot: Snapshot;
  readonly versions: VersionMemory;
  /** The view of the snapshot's present. */
  readonly present: object;
}

/**
 * Keys that one page goes through. A list of the past passes over what came later, so that a page may have fewer items than
 * were asked for, or none, and yet not be the last.
 */
const maxExamined = 10_000;

/** Reads what there was at the end of a block. */
export class PastReader implements Reader, Past {
  readonly block: number;
  readonly present: object;
  readonly #database: Database;
  readonly #snapshot: Snapshot;
  readonly #versions: VersionMemory;
  #trace: Trace | undefined;

  /** @param trace is told of all that is read. */
  constructor({ database, snapshot, versions, present }: PastSource, block: number, trace?: Trace) {
    this.block = block;
    this.present = present;
    this.#database = database;
    this.#snapshot = snapshot;
    this.#versions = versions;
    this.#trace = trace;
  }

  value<Id, Value>(table: Table<Id, Value>, key: Key): Value | null {
    noteKey(key);
    return isVersioned(key)
      ? this.#told(table, this.#versions.at(table, key, this.block))
      : decodeValue(table, this.#database.getText(key, this.#snapshot));
  }

  listed<Id, Value>(table: Table<Id, Value>, key: Key): Value | null {
    if (!isVersioned(key)) return this.value(table, key);
    noteKey(key);
    return this.#told(table, this.#versions.once(table, key, this.block));
  }

  #told<Id, Value>(table: Table<Id, Value>, held: Held): Value | null {
    this.#trace?.read(held);
    return held.text.value(table);
  }

  spanning<Value>(make: () => Value): Spanning<Value> {
    const outer = this.#trace;
    const own = new Trace();
    this.#trace = own;
    try {
      const value = make();
      return { value, since: own.last, until: own.next };
    } finally {
      outer?.read({ since: own.last, until: own.next });
      this.#trace = outer;
    }
  }

  takesOver(span: Span): void {
    this.#trace?.read(span);
  }

  async page(of: KeyRange, request: PageRequest): Promise<Page<Key>> {
    noteList(of);
    const limit = limitOf(request);
    const items: Key[] = [];
    let examined = 0;
    let passed = "";
    for await (const [tail, encoded] of everIn(this.#database, of, cursorOf(request, of), this.#snapshot)) {
      if (examined === maxExamined) return { items, next: passed };
      const key = keyOfTail(of, tail);
      const there = this.#isThere(key, decodeRow(encoded));
      // The item beyond the page tells that there is another one.
      if (there && items.length === limit) return { items, next: passed };
      if (there) items.push(key);
      examined += 1;
      if (there || items.length < limit) passed = tail;
    }
    return { items, next: null };
  }

  #isThere(key: Key, last: Row): boolean {
    const { row, until } = versionAt(this.#database, key, last, this.block, this.#snapshot);
    this.#trace?.read({ since: row?.block ?? null, until });
    return row !== null && row.text !== null;
  }
}

/** All keys of a range that have a value or had one, in order, with their last versions. */
async function* everIn(
  database: Database,
  of: KeyRange,
  after: string,
  snapshot: Snapshot,
): AsyncGenerator<readonly [tail: string, encoded: string]> {
  const present = database.rowsAfter(of, after, snapshot);
  const gone = database.rowsAfter(goneRange(of), after, snapshot);
  try {
    let [one, other] = await Promise.all([present.next(), gone.next()]);
    while (one.done !== true || other.done !== true) {
      if (other.done === true || (one.done !== true && one.value[0] < other.value[0])) {
        if (one.done !== true) yield one.value;
        one = await present.next();
      } else {
        yield other.value;
        other = await gone.next();
      }
    }
  } finally {
    await Promise.all([present.return(undefined), gone.return(undefined)]);
  }
}
