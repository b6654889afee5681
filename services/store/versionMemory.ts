/** What keys had at past blocks, remembered for all past moments that one snapshot is asked for. */
import type { Database, Snapshot } from "./database.js";
import type { Key, Table } from "./keys.js";
import type { Row } from "./row.js";
import { isIn, type Span } from "./trace.js";
import { DecodedText, Remembered } from "./values.js";
import { lastVersion, type VersionInForce, versionAt } from "./versions.js";

/** What a key has over a span of blocks. */
export interface Held extends Span {
  /** null for no value. */
  readonly text: DecodedText;
}

/** Of one key: most of what an answer needs has not changed since, and what has is asked for at like moments. */
interface Known {
  readonly row: Row | null;
  readonly last: Held;
  /** The earlier one that was asked for last. */
  earlier: Held | null;
}

export class VersionMemory {
  readonly #database: Database;
  readonly #snapshot: Snapshot;
  readonly #known: Remembered<Known>;

  /** @param limit how many keys are remembered, as in `Remembered`. */
  constructor(database: Database, snapshot: Snapshot, limit: number) {
    this.#database = database;
    this.#snapshot = snapshot;
    this.#known = new Remembered(limit);
  }

  /** What a key of the table had at the end of a block. */
  at<Id, Value>(table: Table<Id, Value>, key: Key, block: number): Held {
    const known = this.#known.of(key) ?? this.#read(table, key);
    if (isIn(known.last, block)) return known.last;
    if (known.earlier !== null && isIn(known.earlier, block)) return known.earlier;
    const earlier = heldBy(versionAt(this.#database, key, known.row, block, this.#snapshot));
    known.earlier = earlier;
    return earlier;
  }

  /** The same of a key that hardly anybody else asks for: it is not remembered. */
  once<Id, Value>(table: Table<Id, Value>, key: Key, block: number): Held {
    const row = lastVersion(this.#database, key, table.loses, this.#snapshot);
    return heldBy(versionAt(this.#database, key, row, block, this.#snapshot));
  }

  #read<Id, Value>(table: Table<Id, Value>, key: Key): Known {
    const row = lastVersion(this.#database, key, table.loses, this.#snapshot);
    const known = { row, last: heldBy({ row, until: null }), earlier: null };
    this.#known.keep(key, known);
    return known;
  }
}

const heldBy = ({ row, until }: VersionInForce): Held => ({
  since: row?.block ?? null,
  until,
  text: new DecodedText(row?.text ?? null),
});
