/** What a view reads through: the store as it is, or as it was. */
import type { Database, Snapshot } from "./database.js";
import type { Key, KeyRange, Table } from "./keys.js";
import { valueOfRow } from "./row.js";
import { decodeValue } from "./values.js";
import type { Page, PageRequest } from "./view.js";

export interface Reader {
  /** The value of a key of a table, null where it has none. */
  value<Id, Value>(table: Table<Id, Value>, key: Key): Value | null;
  /** Keys of a range in order, with the cursor of the page after. */
  page(of: KeyRange, request: PageRequest): Promise<Page<Key>>;
}

/** Reads the last version of everything, which lies under its own key: history costs it nothing. */
export function presentReader(database: Database, snapshot: Snapshot): Reader {
  return {
    value: (table, key) => {
      const encoded = database.getText(key, snapshot);
      return encoded === null ? null : decodeValue(table, valueOfRow(encoded));
    },
    page: (of, request) => database.page(of, request, snapshot),
  };
}
