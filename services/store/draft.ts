/**
 * What one range of blocks changes: gathered in memory over the store, then written in one atomic batch together with the
 * checkpoint and, where the range is not final yet, with what undoes it.
 */
import type { Database } from "./database.js";
import { type Key, type PriorValue, type Table, tables } from "./keys.js";
import type { Checkpoint } from "./model.js";
import { expiredUndo, undoRecord } from "./undoLog.js";
import { decodeValue, encodeValue } from "./values.js";

/** The store as the events of a range see and change it. */
export interface Draft {
  /** The value as the draft has it, null where there is none. */
  get<Id, Value>(table: Table<Id, Value>, id: Id): Value | null;
  /** Sets a value and brings its index entries in line with it. */
  put<Id, Value>(table: Table<Id, Value>, id: Id, value: Value): void;
  /** Removes a value and its index entries; nothing happens where there is none. */
  delete<Id, Value>(table: Table<Id, Value>, id: Id): void;
  /**
   * Writes everything at once, with the checkpoint of the range's end, by which readers know that something is new. The draft is
   * used up.
   */
  commit(checkpoint: Checkpoint, options: { readonly durable: boolean }): Promise<void>;
}

/** The only value of an index entry. */
const entry = "";

export function openDraft(database: Database): Draft {
  /** Values as text, null for deleted: what the batch will write. */
  const changes = new Map<Key, string | null>();

  const text = (key: Key): string | null => {
    const changed = changes.get(key);
    return changed === undefined ? database.getText(key) : changed;
  };
  const get = <Id, Value>(table: Table<Id, Value>, id: Id): Value | null =>
    decodeValue(table, text(table.key(id)));

  const put = <Id, Value>(table: Table<Id, Value>, id: Id, value: Value): void => {
    const prior = get(table, id);
    if (prior !== null) for (const key of table.indexes(prior)) changes.set(key, null);
    for (const key of table.indexes(value)) changes.set(key, entry);
    changes.set(table.key(id), encodeValue(value));
  };

  const remove = <Id, Value>(table: Table<Id, Value>, id: Id): void => {
    const prior = get(table, id);
    if (prior === null) return;
    for (const key of table.indexes(prior)) changes.set(key, null);
    changes.set(table.key(id), null);
  };

  return {
    get,
    put,
    delete: remove,
    async commit(checkpoint, { durable }) {
      const previous = get(tables.checkpoint, undefined);
      if (previous === null)
        put(tables.origin, undefined, { number: checkpoint.number, hash: checkpoint.hash });
      if (checkpoint.number > checkpoint.finalized) {
        const undo = undoRecord(checkpoint.number, previous, priorValues(database, changes.keys()));
        for (const [key, value] of undo) changes.set(key, value);
      }
      put(tables.checkpoint, undefined, checkpoint);
      const pruned = await expiredUndo(database, checkpoint.finalized);
      await database.write([...changes, ...pruned], durable);
    },
  };
}

function priorValues(database: Database, keys: Iterable<Key>): PriorValue[] {
  return Array.from(keys, (key) => [key, database.getText(key)] as const);
}
