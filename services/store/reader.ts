/** What a view reads through: the store as it is, or as it was. */
import type { Database, Snapshot } from "./database.js";
import type { Key, KeyRange, Table } from "./keys.js";
import { noteKey, noteList } from "./lasting.js";
import { valueOfRow } from "./row.js";
import { decodeValue, RememberedValues, rememberedValues } from "./values.js";
import type { Page, PageRequest } from "./view.js";

/** All that it is asked is noted (`lasting.ts`). */
export interface Reader {
  /** The value of a key of a table, null where it has none. It is remembered, as far as there is room. */
  value<Id, Value>(table: Table<Id, Value>, key: Key): Value | null;
  /** The same of a key that a list gave: it is not remembered. */
  listed<Id, Value>(table: Table<Id, Value>, key: Key): Value | null;
  /** Keys of a range in order, with the cursor of the page after. */
  page(of: KeyRange, request: PageRequest): Promise<Page<Key>>;
}

/** Reads the last version of everything, which lies under its own key: history costs it nothing. */
export function presentReader(database: Database, snapshot: Snapshot): Reader {
  const known = new RememberedValues(rememberedValues);
  const read = <Id, Value>(table: Table<Id, Value>, key: Key): Value | null => {
    const encoded = database.getText(key, snapshot);
    return encoded === null ? null : decodeValue(table, valueOfRow(encoded));
  };
  return {
    value(table, key) {
      noteKey(key);
      return known.value(table, key, read);
    },
    listed(table, key) {
      noteKey(key);
      return read(table, key);
    },
    page(of, request) {
      noteList(of);
      return database.page(of, request, snapshot);
    },
  };
}
