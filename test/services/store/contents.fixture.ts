import { expect } from "vitest";
import { openDatabase } from "../../../services/store/database.js";
import { isVersioned, type Key, keyOfTail } from "../../../services/store/keys.js";
import { PastReader } from "../../../services/store/pastReader.js";
import type { Reader } from "../../../services/store/reader.js";
import { valueOfRow } from "../../../services/store/row.js";
import type { Store } from "../../../services/store/store.js";
import { VersionMemory } from "../../../services/store/versionMemory.js";
import { lastVersion, versionAt } from "../../../services/store/versions.js";

/** The first checkpoint, the ends of ranges and the undo log depend on how the ranges were cut. */
const isBookkeeping = (key: string): boolean => (key >= "02" && key < "06") || key === "07" || key >= "f0";

/** All that the index says, key by key: what two stores must agree in, however they came to it. */
export async function contents(store: Store): Promise<Record<string, string>> {
  const all: Record<string, string> = {};
  for await (const [key, value] of store.entries()) if (!isBookkeeping(key)) all[key] = value;
  return all;
}

/** The same with the undo log, without what was undone, of which an undo leaves a trace. */
export async function everything(store: Store): Promise<Record<string, string>> {
  const all: Record<string, string> = {};
  for await (const [key, value] of store.entries()) if (key < "f2") all[key] = value;
  return all;
}

/** The present values by their keys, without how they came about. */
export async function values(store: Store): Promise<Record<string, string>> {
  const all: Record<string, string> = {};
  for await (const [key, row] of store.entries()) if (isVersioned(key)) all[key] = valueOfRow(row);
  return all;
}

/**
 * The values that every key had at the end of a block, as the store in that folder has them: each asked for by itself, and
 * checked against the list of its family.
 */
export async function valuesAt(location: string, block: number): Promise<Record<string, string>> {
  const database = await openDatabase(location, false);
  const snapshot = database.snapshot();
  try {
    const versions = new VersionMemory(database, snapshot, 100);
    const reader = new PastReader({ database, snapshot, versions, present: {} }, block);
    const ever = new Set<Key>();
    for await (const [key] of database.entries(snapshot)) {
      if (isVersioned(key)) ever.add(key);
      else if (key.startsWith("e0")) ever.add(keyOfTail({ prefix: "", width: 0 }, key.slice(2)));
    }
    const all: Record<string, string> = {};
    for (const key of [...ever].sort()) {
      const last = lastVersion(database, key, true, snapshot);
      const value = versionAt(database, key, last, block, snapshot).row?.text ?? null;
      if (value !== null) all[key] = value;
    }
    expect(await listed(reader, ever)).toEqual(Object.keys(all));
    return all;
  } finally {
    await snapshot.close();
    await database.close();
  }
}

/** All keys as the lists of their families have them, in order. */
async function listed(reader: Reader, ever: ReadonlySet<Key>): Promise<readonly Key[]> {
  const families = [...new Set([...ever].map((key) => key.slice(0, 2)))].sort();
  const keys: Key[] = [];
  for (const prefix of families) {
    const width =
      Math.max(...[...ever].filter((key) => key.startsWith(prefix)).map(({ length }) => length)) - 2;
    // A family is one list where its keys are of one width.
    let after: string | undefined;
    do {
      const { items, next } = await reader.page({ prefix, width }, { limit: 7, after });
      keys.push(...items);
      after = next ?? undefined;
    } while (after !== undefined);
  }
  return keys;
}
