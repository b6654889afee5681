/**
 * What one range of blocks changes: gathered in memory over the store, then written in one atomic batch together with the
 * checkpoint and, where the range is not final yet, with what undoes it.
 *
 * A range may span blocks: what the changes of one block come to becomes one version of each key that they changed.
 */

import { type Activity, sumOf } from "./activity.js";
import { BlockChanges } from "./blockChanges.js";
import { addCause } from "./causes.js";
import type { Commits } from "./commits.js";
import type { Database, WriteOptions } from "./database.js";
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
import type { Address, Checkpoint, Hash, KnownBlock } from "./model.js";
import type { EventPlace } from "./places.js";
import { decodeRow, encodeRow, type Row, rowAfter, valueOfRow } from "./row.js";
import { withoutTail, withTail } from "./shortLists.js";
import { expiredUndo, undoRecord } from "./undoLog.js";
import { DecodedValues, decodeValue, encodeValue } from "./values.js";

/** What changes the store. */
export interface Cause {
  readonly block: number;
  readonly transaction: Hash;
  /** The account that sent it; null where the event does not tell. */
  readonly by: Address | null;
}

/** The store as the events of a range see and change it. */
export interface Draft {
  /** The value as the draft has it, null where there is none. */
  get<Id, Value>(table: Table<Id, Value>, id: Id): Value | null;
  /**
   * Looks up values that will be asked for, many at once and beside what else there is to do: one by one, a look-up of what was written
   * last takes as long as what is done with it.
   */
  foresee<Id, Value>(table: Table<Id, Value>, ids: readonly Id[]): Promise<void>;
  /** Says what the next changes come from. Blocks come in order; what comes from none is of the range's last block. */
  from(cause: Cause): void;
  /** Sets a value and brings its index entries in line with it. */
  put<Id, Value>(table: Table<Id, Value>, id: Id, value: Value): void;
  /** Adds to a count; what one block adds to it is written once. A count is not to be asked for while its block is under way. */
  count<Id>(table: Table<Id, Activity>, id: Id, done: Activity): void;
  /** Adds an event to the log of the ledger's events. It is new: nothing is looked up. */
  note(place: EventPlace, event: LoggedEvent): void;
  /** Removes a value and its index entries; nothing happens where there is none. */
  delete<Id, Value>(table: LosingTable<Id, Value>, id: Id): void;
  /**
   * Writes everything at once, with the checkpoint of the range's end, by which readers know that something is new. The draft is
   * used up. The next one may be opened, and gone through, while this is written; it is committed after that.
   * @param blocks those of the range in which something happened, in their order.
   */
  commit(
    checkpoint: Checkpoint,
    options: WriteOptions & { readonly blocks?: Iterable<KnownBlock> },
  ): Promise<void>;
}

/** The only value of an index entry. */
const entry = "";
/** So many values are remembered beside their texts from one block of a range to the next; what is busy is soon read again. */
const rememberedValues = 2_000;

export function openDraft(database: Database, commits: Commits): Draft {
  const { base } = commits;
  /** What lies in the database, as far as it was read. */
  const read = new Map<Key, string | null>();
  /** Rows as the batch will write them, null for deleted. */
  const changes = new Map<Key, string | null>();
  const block = new BlockChanges();
  /** Values as the blocks before left them. */
  const decoded = new DecodedValues();
  /** The last key of each table, and whose it is. */
  const lastKeys = new Map<object, { readonly id: unknown; readonly key: Key }>();
  let cause: Cause | null = null;

  /** One event after the other asks for the same thing: what its key is made of is put together once. */
  const keyOf = <Id, Value>(table: Table<Id, Value>, id: Id): Key => {
    const last = lastKeys.get(table);
    if (last !== undefined && last.id === id) return last.key;
    const key = table.key(id);
    lastKeys.set(table, { id, key });
    return key;
  };

  const stored = (key: Key): string | null => {
    const known = changes.get(key) ?? (changes.has(key) ? null : read.get(key));
    if (known !== undefined) return known;
    const encoded = base.getText(key);
    read.set(key, encoded);
    return encoded;
  };

  /** Whether a key without a value had one once. Asked once of each: what was found is not kept. */
  const wasThere = (key: Key): boolean => {
    const gone = goneKey(key);
    const change = changes.get(gone);
    return (change === undefined ? base.getText(gone) : change) !== null;
  };

  const valueAt = <Id, Value>(table: Table<Id, Value>, key: Key): Value | null => {
    const underWay = block.values.get(table, key);
    const known = underWay === undefined ? decoded.get(table, key) : underWay;
    if (known !== undefined) return known;
    const encoded = stored(key);
    const value = decodeValue(table, encoded === null ? null : valueOfRow(encoded));
    if (value !== null) decoded.set(table, key, value);
    return value;
  };

  const get = <Id, Value>(table: Table<Id, Value>, id: Id): Value | null => valueAt(table, keyOf(table, id));

  const set = <Value>(table: Table<never, Value>, key: Key, prior: Value | null, value: Value | null) => {
    if (prior === null && stored(key) === null && !(table.loses && wasThere(key))) block.born.add(key);
    const before = prior === null ? [] : table.indexes(prior);
    const after = value === null ? [] : table.indexes(value);
    for (const index of before) if (!after.includes(index)) removeEntry(index);
    for (const index of after) if (!before.includes(index)) addEntry(index);
    // What never was has no entries from before.
    if (block.born.has(key)) for (const index of after) block.born.add(index);
    block.values.set(table, key, value);
    if (table.keepsCauses && cause !== null) block.causes.set(key, addCause(block.causes.get(key), cause));
  };

  const addEntry = (index: Key): void => {
    const of = shortListOf(index);
    if (of === null) {
      block.entries.set(index, entry);
      return;
    }
    const key = tables.shortLists.key(of);
    const prior = valueAt(tables.shortLists, key);
    const { lists, listed } = withTail(prior, familyOf(of), tailOf(index, of));
    if (lists !== prior) set(tables.shortLists, key, prior, lists);
    for (const tail of listed) block.entries.set(keyOfTail(of, tail), entry);
  };

  const removeEntry = (index: Key): void => {
    const of = shortListOf(index);
    const key = of && tables.shortLists.key(of);
    const prior = key && valueAt(tables.shortLists, key);
    if (of === null || key === null || prior === null || !prior[familyOf(of)]) block.entries.set(index, null);
    else set(tables.shortLists, key, prior, withoutTail(prior, familyOf(of), tailOf(index, of)));
  };

  /** Makes versions of what the block changed. */
  const closeBlock = (number: number): void => {
    for (const [key, { table, done }] of block.counts) {
      const prior = valueAt(table, key);
      set(table, key, prior, prior === null ? done : sumOf(prior, done));
    }
    for (const [key, text] of block.changes()) {
      if (!isVersioned(key)) {
        changes.set(key, text);
        continue;
      }
      const before = block.born.has(key) ? null : lastRow(key);
      if (before === null ? text === null : before.text === text) continue;
      if (before !== null) changes.set(versionKey(key, before.earlier), encodeRow(before));
      const row = encodeRow(rowAfter(before, number, block.causes.get(key) ?? "", text));
      changes.set(key, text === null ? null : row);
      if (text === null) changes.set(goneKey(key), row);
      else if (before !== null && before.text === null) changes.set(goneKey(key), null);
    }
    if (decoded.size > rememberedValues) decoded.clear();
    decoded.add(block.values);
    block.clear();
  };

  const lastRow = (key: Key): Row | null => {
    const encoded = stored(key) ?? stored(goneKey(key));
    return encoded === null ? null : decodeRow(encoded);
  };

  const noteBlocks = (blocks: Iterable<KnownBlock>, end: KnownBlock): void => {
    const range = new Map(Array.from(blocks, (block) => [block.number, block])).set(end.number, end);
    const known = get(tables.knownBlocks, undefined) ?? 0;
    for (const [key, value] of changesOfBlocks(known, range.values())) changes.set(key, value);
  };

  return {
    get,
    async foresee(table, ids) {
      const keys = [...new Set(ids.map((id) => table.key(id)))].filter((key) => !read.has(key));
      for (const [key, text] of await base.getTexts(keys)) if (!read.has(key)) read.set(key, text);
    },
    from(next) {
      if (cause !== null && cause.block !== next.block) closeBlock(cause.block);
      cause = next;
    },
    put(table, id, value) {
      const key = keyOf(table, id);
      set(table, key, valueAt(table, key), value);
    },
    count(table, id, done) {
      const key = keyOf(table, id);
      const counted = block.counts.get(key)?.done;
      block.counts.set(key, { table, done: counted === undefined ? done : sumOf(counted, done) });
    },
    note(place, event) {
      changes.set(tables.event.key(place), encodeValue(event));
    },
    delete(table, id) {
      const key = keyOf(table, id);
      const prior = valueAt(table, key);
      if (prior !== null) set(table, key, prior, null);
    },
    commit(checkpoint, { blocks = [], ...options }) {
      closeBlock(cause?.block ?? checkpoint.number);
      noteBlocks(blocks, checkpoint);
      const previous = get(tables.checkpoint, undefined);
      if (previous === null) {
        const { number, hash } = checkpoint;
        changes.set(tables.origin.key(), encodeValue({ number, hash }));
      }
      if (checkpoint.number > checkpoint.finalized) {
        const prior = Array.from(changes.keys(), (key): PriorValue => [key, priorOf(key)]);
        for (const [key, value] of undoRecord(checkpoint.number, previous, prior)) changes.set(key, value);
      }
      changes.set(tables.checkpoint.key(), encodeValue(checkpoint));
      const written = write(checkpoint, options);
      commits.begin(changes, written);
      return written;
    },
  };

  async function write({ finalized }: Checkpoint, options: WriteOptions): Promise<void> {
    await base.written;
    for (const [key, value] of await expiredUndo(database, finalized)) changes.set(key, value);
    await database.write(changes, options);
  }

  function priorOf(key: Key): string | null {
    if (isEventKey(key)) return null;
    const known = read.get(key);
    return known === undefined ? base.getText(key) : known;
  }
}
