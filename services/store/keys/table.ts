/** What a table is: how its keys are made, and which index entries come with a value. */

import type { Form } from "../form.js";
import type { Key } from "./key.js";

/** A family of keys with values. */
export interface Table<Id, Value> {
  readonly key: (id: Id) => Key;
  /** Index entries of a value: they come and go with it. Each has the value's own id in it. */
  readonly indexes: (value: Value) => readonly Key[];
  /** Whether its versions keep which transactions made them, and who sent those. */
  readonly keepsCauses: boolean;
  /** Whether a key may lose its value. Of all others the past need not look whether one did. */
  readonly loses: boolean;
  /** How its values are written, where that is not as they are. */
  readonly form?: Form<Value>;
  /** Never set: ties the type of the values to the table. */
  readonly value?: Value;
}

/** A table from which values are removed. */
export interface LosingTable<Id, Value> extends Table<Id, Value> {
  readonly loses: true;
}

const noIndexes = (): readonly Key[] => [];

export function table<Id, Value>(
  key: (id: Id) => Key,
  indexes: (value: Value) => readonly Key[] = noIndexes,
): Table<Id, Value> {
  return { key, indexes, keepsCauses: false, loses: false };
}

export function losingTable<Id, Value>(
  key: (id: Id) => Key,
  indexes: (value: Value) => readonly Key[] = noIndexes,
): LosingTable<Id, Value> {
  return { key, indexes, keepsCauses: false, loses: true };
}

/** A table of things whose history can be asked for, change by change. */
export function tableOfThings<Id, Value>(
  key: (id: Id) => Key,
  indexes: (value: Value) => readonly Key[] = noIndexes,
): Table<Id, Value> {
  return { key, indexes, keepsCauses: true, loses: false };
}
