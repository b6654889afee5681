import { cursorOf, type Database, limitOf, type Snapshot } from "./database.js";
import { goneRange, isVersioned, type Key, type KeyRange, keyOfTail } from "./keys.js";
import type { LastVersions } from "./lastVersions.js";
import type { Reader } from "./reader.js";
import { decodeRow, type Row } from "./row.js";
import type { Trace } from "./trace.js";
import { decodeValue } from "./values.js";
import { versionAt, versionOf } from "./versions.js";
import type { Page, PageRequest } from "./view.js";

/**
 * Keys that one page goes through. A list of the past passes over what came later, so that a page may have fewer items than
 * were asked for, or none, and yet not be the last.
 */
const maxExamined = 10_000;

/**
 * Reads what there was at the end of a block.
 * @param lasts what all past moments of the snapshot share.
 * @param trace notes how long what is read stays as it is.
 */
export function pastReader(
  database: Database,
  snapshot: Snapshot,
  lasts: LastVersions,
  block: number,
  trace?: Trace,
): Reader {
  const versionIn = (key: Key, last: Row | null): Row | null => {
    const found = versionAt(database, key, last, block, snapshot);
    if (trace !== undefined && last !== null) noteIn(trace, key, last, found);
    return found;
  };

  const noteIn = (noted: Trace, key: Key, last: Row, found: Row | null): void => {
    const next = found === null ? 0 : found.earlier + 1;
    const after = next > last.earlier ? null : versionOf(database, key, last, next, snapshot);
    noted.read(found?.block ?? null, after?.block ?? null);
  };

  return {
    value: (table, key) => {
      if (!isVersioned(key)) return decodeValue(table, database.getText(key, snapshot));
      const last = lasts.row(key);
      const found = versionIn(key, last);
      return found === last ? lasts.value(table, key) : decodeValue(table, found?.text ?? null);
    },

    async page(of: KeyRange, request: PageRequest): Promise<Page<Key>> {
      const limit = limitOf(request);
      const items: Key[] = [];
      let examined = 0;
      let passed = "";
      for await (const [tail, encoded] of everIn(database, of, cursorOf(request, of), snapshot)) {
        if (examined === maxExamined) return { items, next: passed };
        const key = keyOfTail(of, tail);
        const there = (versionIn(key, decodeRow(encoded))?.text ?? null) !== null;
        // The item beyond the page tells that there is another one.
        if (there && items.length === limit) return { items, next: passed };
        if (there) items.push(key);
        examined += 1;
        if (there || items.length < limit) passed = tail;
      }
      return { items, next: null };
    },
  };
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
