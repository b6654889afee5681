/** The last versions of keys in one snapshot, which a look into the past begins with. */
import type { Database, Snapshot } from "./database.js";
import type { Key, Table } from "./keys.js";
import type { Row } from "./row.js";
import { decodeValue, Remembered, RememberedValues } from "./values.js";
import { lastVersion } from "./versions.js";

/** Read once for all past moments that are asked for: most of what an answer needs has not changed since. */
export interface LastVersions {
  /** null for a key that never had a value. */
  row(key: Key): Row | null;
  /** What the last version says. */
  value<Id, Value>(table: Table<Id, Value>, key: Key): Value | null;
}

/** Of as many keys as a view of the present remembers. */
export function lastVersions(database: Database, snapshot: Snapshot, limit: number): LastVersions {
  const rows = new Remembered<Row | null>(limit);
  const values = new RememberedValues(limit);
  const row = (key: Key): Row | null => {
    const known = rows.of(key);
    if (known !== undefined) return known;
    const last = lastVersion(database, key, snapshot);
    rows.keep(key, last);
    return last;
  };
  const read = <Id, Value>(table: Table<Id, Value>, key: Key): Value | null =>
    decodeValue(table, row(key)?.text ?? null);
  return { row, value: (table, key) => values.value(table, key, read) };
}
