/** The records by which ranges are undone: how they are written, read and dropped. */
import type { Change, Database } from "./database.js";
import { blockOfTail, type PriorValue, ranges, tables, tailOf } from "./keys.js";
import type { Checkpoint } from "./model.js";
import { decodeValue, encodeValue } from "./values.js";

/** A range that can be undone. */
export interface UndoableRange {
  /** Its last block. */
  readonly end: number;
  /** The checkpoint before it: null where it was the store's first. */
  readonly previous: Checkpoint | null;
}

/** About how many bytes one part holds. */
const partBytes = 16 * 1024;
/** Undo records that one commit drops at most; what is left over goes with the next. */
const droppedAtOnce = 1_000;

/** What to write so that the range up to `end` can be undone. */
export function undoRecord(
  end: number,
  previous: Checkpoint | null,
  prior: readonly PriorValue[],
): readonly Change[] {
  const parts = partsOf(prior);
  return [
    [tables.undoPoint.key(end), encodeValue({ previous, parts: parts.length })],
    ...parts.map((values, part): Change => [tables.undoChanges.key({ end, part }), encodeValue(values)]),
  ];
}

function partsOf(prior: readonly PriorValue[]): PriorValue[][] {
  const parts: PriorValue[][] = [];
  let room = 0;
  for (const each of prior) {
    if (room <= 0) {
      parts.push([]);
      room = partBytes;
    }
    parts.at(-1)?.push(each);
    room -= each[0].length + (each[1]?.length ?? 0);
  }
  return parts;
}

/** Prior values of all that the range up to `end` changed. */
export function* priorValuesOf(database: Database, end: number): Generator<PriorValue> {
  const parts = partCount(database, end);
  for (let part = 0; part < parts; part++) {
    const key = tables.undoChanges.key({ end, part });
    yield* decodeValue(tables.undoChanges, database.getText(key)) ?? [];
  }
}

/** Deletes of the record of the range up to `end`. */
export function dropUndo(database: Database, end: number): readonly Change[] {
  const parts = Array.from({ length: partCount(database, end) }, (_, part) => part);
  return [
    [tables.undoPoint.key(end), null],
    ...parts.map((part): Change => [tables.undoChanges.key({ end, part }), null]),
  ];
}

function partCount(database: Database, end: number): number {
  return decodeValue(tables.undoPoint, database.getText(tables.undoPoint.key(end)))?.parts ?? 0;
}

/** Deletes of the records of ranges that have become final. */
export async function expiredUndo(database: Database, finalized: number): Promise<readonly Change[]> {
  const of = ranges.undoPoints();
  const { items } = await database.page(of, { limit: droppedAtOnce });
  return items
    .map((key) => blockOfTail(tailOf(key, of)))
    .filter((end) => end <= finalized)
    .flatMap((end) => dropUndo(database, end));
}

/** Ranges that can be undone, the last one first. Stop when you have enough: there may be many. */
export async function* undoableRanges(database: Database): AsyncGenerator<UndoableRange> {
  const of = ranges.undoPoints();
  for await (const key of database.keysBackwards(of)) {
    const point = decodeValue(tables.undoPoint, database.getText(key));
    if (point !== null) yield { end: blockOfTail(tailOf(key, of)), previous: point.previous };
  }
}
