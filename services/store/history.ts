/** The versions of a thing, change by change. */
import { readCauses } from "./causes.js";
import { type Database, limitOf, type Snapshot } from "./database.js";
import { StoreError } from "./errors.js";
import { type Key, type Table, tables } from "./keys.js";
import { knownBlock } from "./knownBlocks.js";
import type { Thing } from "./model.js";
import type { Row } from "./row.js";
import { decodeValue } from "./values.js";
import { lastVersion, versionAt, versionOf } from "./versions.js";
import type { Page, PageRequest, ThingEntity, ThingVersion } from "./view.js";

export function historyOf(
  database: Database,
  snapshot: Snapshot,
  thing: Thing,
  upTo: number,
  request: PageRequest = {},
): Page<ThingVersion> {
  const { key, read } = placeOf(thing);
  const limit = limitOf(request);
  const last = lastVersion(database, key, false, snapshot);
  const newest = versionAt(database, key, last, upTo, snapshot).row;
  if (last === null || newest === null) return { items: [], next: null };
  const first = request.after === undefined ? 0 : ordinalOf(request.after) + 1;
  const end = Math.min(first + limit, newest.earlier + 1);
  const items: ThingVersion[] = [];
  let before = first === 0 ? null : versionOf(database, key, last, first - 1, snapshot);
  for (let ordinal = first; ordinal < end; ordinal += 1) {
    const row = versionOf(database, key, last, ordinal, snapshot);
    const version = row && versionFrom(database, snapshot, row, before, read);
    if (version !== null) items.push(version);
    before = row;
  }
  return { items, next: end <= newest.earlier && end > first ? String(end - 1) : null };
}

function versionFrom(
  database: Database,
  snapshot: Snapshot,
  row: Row,
  before: Row | null,
  read: (text: string | null) => ThingEntity | null,
): ThingVersion | null {
  const block = knownBlock(database, row.block, snapshot);
  const thing = read(row.text);
  if (block === null || thing === null) return null;
  const { earlier: ordinal, causes } = row;
  return { ordinal, block, causes: readCauses(causes), thing, before: before && read(before.text) };
}

function ordinalOf(cursor: string): number {
  if (/^(?:0|[1-9]\d{0,8})$/.test(cursor)) return Number(cursor);
  throw new StoreError("STORE_INVALID_PAGE", "The cursor is not one of this list.", {
    hint: "Take the cursor from the page before, or leave it out to start from the first page.",
    details: { after: cursor.slice(0, 80) },
  });
}

interface ThingPlace {
  readonly key: Key;
  readonly read: (text: string | null) => ThingEntity | null;
}

function placeOf(thing: Thing): ThingPlace {
  switch (thing.kind) {
    case "namespace":
      return placeIn(tables.namespace, thing.id, (entity) => ({ kind: "namespace", entity }));
    case "record":
      return placeIn(tables.record, thing.id, (entity) => ({ kind: "record", entity }));
    case "sealed":
      return placeIn(tables.sealedRecord, thing.id, (entity) => ({ kind: "sealed", entity }));
    case "twin":
      return placeIn(tables.twin, thing.id, (entity) => ({ kind: "twin", entity }));
    case "party":
      return placeIn(tables.party, thing.id, (entity) => ({ kind: "party", entity }));
    case "batch":
      return placeIn(tables.batch, thing.id, (entity) => ({ kind: "batch", entity }));
    case "grant":
      return placeIn(tables.grant, thing.id, (entity) => ({ kind: "grant", entity }));
  }
}

function placeIn<Id, Value>(
  table: Table<Id, Value>,
  id: Id,
  named: (value: Value) => ThingEntity,
): ThingPlace {
  return {
    key: table.key(id),
    read: (text) => {
      const value = decodeValue(table, text);
      return value === null ? null : named(value);
    },
  };
}
