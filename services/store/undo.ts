import type { Change, Database } from "./database.js";
import { StoreError } from "./errors.js";
import { blockOfTail, type Key, ranges, tables, tailOf } from "./keys.js";
import type { Checkpoint } from "./model.js";
import { decodeValue, encodeValue } from "./values.js";

/** A range that can be undone. */
export interface UndoableRange {
  /** Its last block. */
  readonly end: number;
  /** The checkpoint before it: null where it was the store's first. */
  readonly previous: Checkpoint | null;
}

/** Ranges that can be undone, the last one first. Stop when you have enough: there may be many. */
export async function* undoableRanges(database: Database): AsyncGenerator<UndoableRange> {
  const of = ranges.undoPoints();
  for await (const key of database.keysBackwards(of)) {
    const point = decodeValue(tables.undoPoint, database.getText(key));
    if (point !== null) yield { end: blockOfTail(tailOf(key, of)), previous: point.previous };
  }
}

/**
 * Brings the store back to an earlier checkpoint, in one atomic batch: the checkpoint at block `target`, or the empty
 * store for null.
 *
 * @throws StoreError STORE_NOT_UNDOABLE when no chain of undo records leads there: those of final blocks are gone.
 */
export async function undoTo(database: Database, target: number | null): Promise<void> {
  const changes = new Map<Key, string | null>();
  const current = decodeValue(tables.checkpoint, database.getText(tables.checkpoint.key()));
  let reached = current;
  for await (const { end, previous } of undoableRanges(database)) {
    if (reached === null || reached.number === target) break;
    if (end !== reached.number) break;
    const prior = decodeValue(tables.undoChanges, database.getText(tables.undoChanges.key(end))) ?? [];
    // Older ranges come later here, and their prior values win.
    for (const [key, value] of prior) changes.set(key, value);
    changes.set(tables.undoPoint.key(end), null);
    changes.set(tables.undoChanges.key(end), null);
    reached = previous;
  }
  if ((reached?.number ?? null) !== target) throw notUndoable(target, current);
  changes.set(tables.checkpoint.key(), reached === null ? null : encodeValue(keepFinality(reached, current)));
  await database.write([...changes] satisfies Change[], true);
}

/** What the chain once called final stays so: an undo never reaches below it. */
function keepFinality(reached: Checkpoint, current: Checkpoint | null): Checkpoint {
  return current === null
    ? reached
    : { ...reached, finalized: Math.max(reached.finalized, current.finalized) };
}

function notUndoable(target: number | null, current: Checkpoint | null): StoreError {
  const to = target === null ? "the empty store" : `block ${target}`;
  return new StoreError(
    "STORE_NOT_UNDOABLE",
    `The store at block ${current?.number ?? "–"} cannot go back to ${to}.`,
    {
      hint: "Only ranges above the final block can be undone. Delete the store: the index is rebuilt from the chain.",
      details: { target, checkpoint: current },
    },
  );
}
