import type { Key, Table } from "./keys.js";

/** Values are JSON. What is read back was written by this process's own schema version: `openStore` checks that. */
export const encodeValue = (value: unknown): string => JSON.stringify(value);

/** Reads a value of `table`, whose type is the table's. */
export function decodeValue<Id, Value>({ form }: Table<Id, Value>, text: string | null): Value | null {
  if (text === null) return null;
  return form === undefined ? (JSON.parse(text) as Value) : form.decode(text);
}

/** A value's text, read once. */
export class DecodedText {
  readonly #text: string | null;
  #value: unknown;

  constructor(text: string | null) {
    this.#text = text;
  }

  /** The value, of the table in which it lies; null where there is none. */
  value<Id, Value>(table: Table<Id, Value>): Value | null {
    if (this.#value === undefined) this.#value = decodeValue(table, this.#text);
    return this.#value as Value | null;
  }
}

/** Values by their keys as they were set or read last, null for none: what is asked for again is not read from its text again. */
export class DecodedValues {
  readonly #values = new Map<Key, unknown>();
  /** Texts of those that are not written as they are. */
  readonly #texts = new Map<Key, () => string>();

  get size(): number {
    return this.#values.size;
  }

  /** The value of a key of `table`; undefined where it is not known here. */
  get<Id, Value>(_table: Table<Id, Value>, key: Key): Value | null | undefined {
    return this.#values.get(key) as Value | null | undefined;
  }

  set<Id, Value>({ form }: Table<Id, Value>, key: Key, value: Value | null): void {
    this.#values.set(key, value);
    if (form !== undefined && value !== null) this.#texts.set(key, () => form.encode(value));
  }

  /** Takes over another one's, but for those of some keys. */
  add(others: DecodedValues, without: ReadonlySet<Key>): void {
    for (const [key, value] of others.#values) if (!without.has(key)) this.#values.set(key, value);
    for (const [key, text] of others.#texts) if (!without.has(key)) this.#texts.set(key, text);
  }

  /** As texts, null for none. */
  *encoded(): Generator<readonly [Key, string | null]> {
    for (const [key, value] of this.#values) {
      yield [key, value === null ? null : (this.#texts.get(key)?.() ?? encodeValue(value))];
    }
  }

  clear(): void {
    this.#values.clear();
    this.#texts.clear();
  }
}

/**
 * Values that a view remembers: those of parties, namespaces and products that every other answer names. Many more would be values
 * that nobody asks for again, old enough to be moved about by each collection of garbage.
 */
export const rememberedValues = 256;

/** Of what was made for names, at least as many as the limit of those that were asked for last, and at most twice as many. */
export class Remembered<Value, Name extends string | number = Key> {
  readonly #limit: number;
  #recent = new Map<Name, Value>();
  /** What was recent before: forgotten as a whole, but for what is asked for again until then. */
  #earlier = new Map<Name, Value>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** undefined for what is not remembered. */
  of(name: Name): Value | undefined {
    const known = this.#recent.get(name);
    if (known !== undefined) return known;
    const before = this.#earlier.get(name);
    if (before !== undefined) this.keep(name, before);
    return before;
  }

  keep(name: Name, value: Value): void {
    if (this.#recent.size >= this.#limit) {
      this.#earlier = this.#recent;
      this.#recent = new Map();
    }
    this.#recent.set(name, value);
  }
}

/** Values of one moment by their keys, absent ones included. */
export class RememberedValues {
  readonly #values: Remembered<unknown>;

  constructor(limit: number) {
    this.#values = new Remembered(limit);
  }

  /** The value of a key of `table`: as remembered, or else as `read` gives it. */
  value<Id, Value>(
    table: Table<Id, Value>,
    key: Key,
    read: (table: Table<Id, Value>, key: Key) => Value | null,
  ): Value | null {
    const known = this.#values.of(key);
    if (known !== undefined) return known as Value | null;
    const value = read(table, key);
    this.#values.keep(key, value);
    return value;
  }
}
