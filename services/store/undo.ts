import type { Database } from "./database.js";
import { StoreError } from "./errors.js";
import { type Key, tables } from "./keys.js";
import type { Checkpoint } from "./model.js";
import { replacementOf } from "./replacements.js";
import { dropUndo, priorValuesOf, undoableRanges } from "./undoLog.js";
import { decodeValue, encodeValue } from "./values.js";

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
    // Older ranges come later here, and their prior values win.
    for (const [key, value] of priorValuesOf(database, end)) changes.set(key, value);
    for (const [key, value] of dropUndo(database, end)) changes.set(key, value);
    reached = previous;
  }
  if ((reached?.number ?? null) !== target) throw notUndoable(target, current);
  for (const [key, value] of await replacementOf(database, changes, target)) changes.set(key, value);
  changes.set(tables.checkpoint.key(), reached === null ? null : encodeValue(keepFinality(reached, current)));
  await database.write(changes, { durable: true });
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
