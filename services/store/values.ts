import type { Table } from "./keys.js";

/** Values are JSON. What is read back was written by this process's own schema version: `openStore` checks that. */
export const encodeValue = (value: unknown): string => JSON.stringify(value);

/** Reads a value of `table`, whose type is the table's. */
export function decodeValue<Id, Value>(_table: Table<Id, Value>, text: string | null): Value | null {
  return text === null ? null : (JSON.parse(text) as Value);
}
