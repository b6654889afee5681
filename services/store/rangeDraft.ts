/**
 * What one range of blocks changes: gathered in memory over the store, then written in one atomic batch together with the
 * checkpoint and, where the range is not final yet, with what undoes it.
 *
 * A range may span blocks: what the changes of one block come to becomes one version of each key that they changed.
 */

import { type Activity, addTo, sumOf } from "./activity.js";
import { BlockChanges } from "./blockChanges.js";
import { addCause } from "./causes.js";
import type { Database, WriteOptions } from "./database.js";
import type { Cause, Draft } from "./draft.js";
import { type StretchedEvent, stretchForm, stretchOf } from "./eventStretch.js";
import type { LoggedEvent } from "./events.js";
import {
  familyOf,
  goneKey,
  isEventKey,
  isVersioned,
  type Key,
  keyOfTail,
  type LosingTable,
  type PriorValue,
  shortListOf,
  type Table,
  tables,
  tailOf,
  versionKey,
} from "./keys.js";
import { changesOfBlocks } from "./knownBlocks.js";
import type { Checkpoint, KnownBlock } from "./model.js";
import type { EventPlace, StretchPlace } from "./places.js";
import { decodeRow, encodeRow, type Row, rowAfter, valueOfRow } from "./row.js";
import { withoutTail, withTail } from "./shortLists.js";
import { expiredUndo, undoRecord } from "./undoLog.js";
import { DecodedValues, decodeValue, encodeValue } from "./values.js";

/** The only value of an index entry. */
const entry = "";
const noKeys: readonly Key[] = [];
/** So many values are remembered beside their texts from one block of a range to the next, new ones not: what is busy is soon read again. */
const rememberedValues = 2_000;

/**
 * A draft is a class of its own, and not what a function returns: all of a backfill's drafts then share their methods, which are compiled
 * for good once, and not anew for each draft's own.
 */
export class RangeDraft implements Draft {
  readonly #database: Database;
  /** What lies in the database, as far as it was read. */
  readonly #read = new Map<Key, string | null>();
  /** Rows as the batch will write them, null for deleted. */
  readonly #changes = new Map<Key, string | null>();
  readonly #block = new BlockChanges();
  /** Values as the blocks before left them. */
  readonly #decoded = new DecodedValues();
  /** The last key of each table, and whose it is. */
  readonly #lastKeys = new Map<object, { readonly id: unknown; readonly key: Key }>();
  /** The index entries of the value that was asked for last. */
  #lastIndexed: { readonly value: unknown; readonly indexes: readonly Key[] } = {
    value: null,
    indexes: noKeys,
  };
  #cause: Cause | null = null;
  /** The stretch whose events come in. */
  #stretch: StretchPlace = { block: -1, stretch: -1 };
  #events: StretchedEvent[] = [];

  constructor(database: Database) {
    this.#database = database;
  }

  get<Id, Value>(table: Table<Id, Value>, id: Id): Value | null {
    return this.#valueAt(table, this.#keyOf(table, id));
  }

  async foresee<Id, Value>(table: Table<Id, Value>, ids: readonly Id[]): Promise<void> {
    const keys = [...new Set(ids.map((id) => table.key(id)))].filter((key) => !this.#read.has(key));
    for (const [key, text] of await this.#database.getTexts(keys)) {
      if (!this.#read.has(key)) this.#read.set(key, text);
    }
  }

  from(next: Cause): void {
    if (this.#cause !== null && this.#cause.block !== next.block) this.#closeBlock(this.#cause.block);
    this.#cause = next;
  }

  put<Id, Value>(table: Table<Id, Value>, id: Id, value: Value): void {
    const key = this.#keyOf(table, id);
    this.#set(table, key, this.#valueAt(table, key), value);
  }

  count<Id>(table: Table<Id, Activity>, id: Id, done: Activity): void {
    const key = this.#keyOf(table, id);
    const counted = this.#block.counts.get(key);
    if (counted === undefined) this.#block.counts.set(key, { table, done: { ...done } });
    else addTo(counted.done, done);
  }

  note(place: EventPlace, event: LoggedEvent): void {
    const { block, stretch } = stretchOf(place);
    if (block !== this.#stretch.block || stretch !== this.#stretch.stretch) {
      this.#closeStretch();
      this.#stretch = { block, stretch };
    }
    this.#events.push({ log: place.log, event });
  }

  delete<Id, Value>(table: LosingTable<Id, Value>, id: Id): void {
    const key = this.#keyOf(table, id);
    const prior = this.#valueAt(table, key);
    if (prior !== null) this.#set(table, key, prior, null);
  }

  async commit(
    checkpoint: Checkpoint,
    { blocks = [], ...options }: WriteOptions & { readonly blocks?: Iterable<KnownBlock> },
  ): Promise<void> {
    this.#closeStretch();
    this.#closeBlock(this.#cause?.block ?? checkpoint.number);
    this.#noteBlocks(blocks, checkpoint);
    const changes = this.#changes;
    const previous = this.get(tables.checkpoint, undefined);
    if (previous === null) {
      const { number, hash } = checkpoint;
      changes.set(tables.origin.key(), encodeValue({ number, hash }));
    }
    if (checkpoint.number > checkpoint.finalized) {
      const prior = Array.from(changes.keys(), (key): PriorValue => [key, this.#priorOf(key)]);
      for (const [key, value] of undoRecord(checkpoint.number, previous, prior)) changes.set(key, value);
    }
    changes.set(tables.checkpoint.key(), encodeValue(checkpoint));
    for (const [key, value] of await expiredUndo(this.#database, checkpoint.finalized))
      changes.set(key, value);
    await this.#database.write(changes, options);
  }

  /** One event after the other asks for the same thing: what its key is made of is put together once. */
  #keyOf<Id, Value>(table: Table<Id, Value>, id: Id): Key {
    const last = this.#lastKeys.get(table);
    if (last !== undefined && isSameId(last.id, id)) return last.key;
    const key = table.key(id);
    this.#lastKeys.set(table, { id, key });
    return key;
  }

  #stored(key: Key): string | null {
    const change = this.#changes.get(key);
    const known = change === undefined ? this.#read.get(key) : change;
    if (known !== undefined) return known;
    const encoded = this.#database.getText(key);
    this.#read.set(key, encoded);
    return encoded;
  }

  /** Whether a key without a value had one once. Asked once of each: what was found is not kept. */
  #wasThere(key: Key): boolean {
    const gone = goneKey(key);
    const change = this.#changes.get(gone);
    return (change === undefined ? this.#database.getText(gone) : change) !== null;
  }

  #valueAt<Id, Value>(table: Table<Id, Value>, key: Key): Value | null {
    const underWay = this.#block.values.get(table, key);
    const known = underWay === undefined ? this.#decoded.get(table, key) : underWay;
    if (known !== undefined) return known;
    const encoded = this.#stored(key);
    const value = decodeValue(table, encoded === null ? null : valueOfRow(encoded));
    if (value !== null) this.#decoded.set(table, key, value);
    return value;
  }

  #set<Value>(table: Table<never, Value>, key: Key, prior: Value | null, value: Value | null): void {
    const block = this.#block;
    if (prior === null && this.#stored(key) === null && !(table.loses && this.#wasThere(key))) {
      block.born.add(key);
    }
    const before = this.#indexesOf(table, prior);
    const after = this.#indexesOf(table, value);
    for (const index of before) if (!after.includes(index)) this.#removeEntry(index);
    for (const index of after) if (!before.includes(index)) this.#addEntry(index);
    // What never was has no entries from before.
    if (block.born.has(key)) for (const index of after) block.born.add(index);
    block.values.set(table, key, value);
    if (table.keepsCauses && this.#cause !== null) {
      block.causes.set(key, addCause(block.causes.get(key), this.#cause));
    }
  }

  /** A value that was set just now is mostly the one that comes before the next. */
  #indexesOf<Value>(table: Table<never, Value>, value: Value | null): readonly Key[] {
    if (value === null) return noKeys;
    if (this.#lastIndexed.value !== value) this.#lastIndexed = { value, indexes: table.indexes(value) };
    return this.#lastIndexed.indexes;
  }

  #addEntry(index: Key): void {
    const of = shortListOf(index);
    if (of === null) {
      this.#block.entries.set(index, entry);
      return;
    }
    const key = tables.shortLists.key(of);
    const prior = this.#valueAt(tables.shortLists, key);
    const { lists, listed } = withTail(prior, familyOf(of), tailOf(index, of));
    if (lists !== prior) this.#set(tables.shortLists, key, prior, lists);
    for (const tail of listed) this.#block.entries.set(keyOfTail(of, tail), entry);
  }

  #removeEntry(index: Key): void {
    const of = shortListOf(index);
    const key = of && tables.shortLists.key(of);
    const prior = key && this.#valueAt(tables.shortLists, key);
    if (of === null || key === null || prior === null || !prior[familyOf(of)]) {
      this.#block.entries.set(index, null);
    } else {
      this.#set(tables.shortLists, key, prior, withoutTail(prior, familyOf(of), tailOf(index, of)));
    }
  }

  #closeStretch(): void {
    if (this.#events.length === 0) return;
    this.#changes.set(tables.events.key(this.#stretch), stretchForm.encode(this.#events));
    this.#events = [];
  }

  /** Makes versions of what the block changed. */
  #closeBlock(number: number): void {
    const block = this.#block;
    for (const [key, { table, done }] of block.counts) {
      const prior = this.#valueAt(table, key);
      this.#set(table, key, prior, prior === null ? done : sumOf(prior, done));
    }
    for (const [key, text] of block.changes()) this.#version(key, text, number);
    if (this.#decoded.size > rememberedValues) this.#decoded.clear();
    this.#decoded.add(block.values, block.born);
    block.clear();
  }

  #version(key: Key, text: string | null, number: number): void {
    const changes = this.#changes;
    if (!isVersioned(key)) {
      changes.set(key, text);
      return;
    }
    const before = this.#block.born.has(key) ? null : this.#lastRow(key);
    if (before === null ? text === null : before.text === text) return;
    if (before !== null) changes.set(versionKey(key, before.earlier), encodeRow(before));
    const row = encodeRow(rowAfter(before, number, this.#block.causes.get(key) ?? "", text));
    changes.set(key, text === null ? null : row);
    if (text === null) changes.set(goneKey(key), row);
    else if (before !== null && before.text === null) changes.set(goneKey(key), null);
  }

  #lastRow(key: Key): Row | null {
    const encoded = this.#stored(key) ?? this.#stored(goneKey(key));
    return encoded === null ? null : decodeRow(encoded);
  }

  #noteBlocks(blocks: Iterable<KnownBlock>, end: KnownBlock): void {
    const range = new Map(Array.from(blocks, (block) => [block.number, block])).set(end.number, end);
    const known = this.get(tables.knownBlocks, undefined) ?? 0;
    for (const [key, value] of changesOfBlocks(known, range.values())) this.#changes.set(key, value);
  }

  #priorOf(key: Key): string | null {
    if (isEventKey(key)) return null;
    const known = this.#read.get(key);
    return known === undefined ? this.#database.getText(key) : known;
  }
}

/** Whether two ids are of the same members; those that are objects themselves have to be the same ones. */
function isSameId(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  return isObject(one) && isObject(other) && hasMembersOf(one, other) && hasMembersOf(other, one);
}

function hasMembersOf(one: Readonly<Record<string, unknown>>, other: typeof one): boolean {
  for (const name in other) if (one[name] !== other[name]) return false;
  return true;
}

const isObject = (id: unknown): id is Readonly<Record<string, unknown>> =>
  typeof id === "object" && id !== null;
