import type { Key, Table } from "./keys.js";

/** Values are JSON. What is read back was written by this process's own schema version: `openStore` checks that. */
export const encodeValue = (value: unknown): string => JSON.stringify(value);

/** Reads a value of `table`, whose type is the table's. */
export function decodeValue<Id, Value>(_table: Table<Id, Value>, text: string | null): Value | null {
  return text === null ? null : (JSON.parse(text) as Value);
}

/** Values of one moment by their keys, absent ones included: those that were asked for last. */
export class RememberedValues {
  readonly #limit: number;
  readonly #values = new Map<Key, unknown>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The value of a key of `table`: as remembered, or else as `read` gives it. */
  value<Id, Value>(table: Table<Id, Value>, key: Key, read: (key: Key) => string | null): Value | null {
    const values = this.#values;
    let value = values.get(key);
    // Whatever was asked for last stands last, so that the first is the one to forget.
    if (value !== undefined) values.delete(key);
    else value = decodeValue(table, read(key));
    values.set(key, value);
    if (values.size > this.#limit) this.#forgetOne();
    return value as Value | null;
  }

  #forgetOne(): void {
    const { value: first, done } = this.#values.keys().next();
    if (done !== true) this.#values.delete(first);
  }
}
