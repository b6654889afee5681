/** The log's checkpoints: made from what it holds, and kept with where the ledger has them. */

import { type Anchor, type Checkpoint, checkpointSchema } from "./checkpoint.js";
import { checkpointKey, entryKey, type KeptCheckpoint, keptCheckpointSchema, under } from "./database.js";
import { altered } from "./errors.js";
import type { AccessLog } from "./log.js";
import { leafHash } from "./tree/hashes.js";

/** All of them, by size. */
export async function checkpointsOf({ database }: AccessLog): Promise<readonly KeptCheckpoint[]> {
  const texts = await database.values(under("c/")).all();
  return texts.map((text) => keptCheckpointSchema.parse(JSON.parse(text)));
}

/**
 * Of what the log holds now; null while it is empty. It is kept before it is anchored, so that a process that is killed in between
 * knows it again.
 */
export async function makeCheckpoint(log: AccessLog, chainId: number): Promise<Checkpoint | null> {
  const { size, root } = log.head();
  if (size === 0) return null;
  const first = await log.database.get(entryKey(0));
  if (first === undefined) throw altered("entry 0 is missing", { sequence: 0 });
  const time = new Date().toISOString();
  const checkpoint = checkpointSchema.parse({ chainId, log: leafHash(first), size, root, time });
  await keepCheckpoint(log, checkpoint, null);
  return checkpoint;
}

/** @param anchor Where the ledger has it; null where it does not yet, or no longer. */
export async function keepCheckpoint(
  log: AccessLog,
  checkpoint: Checkpoint,
  anchor: Anchor | null,
): Promise<void> {
  await log.keep(checkpointKey(checkpoint.size), JSON.stringify({ checkpoint, anchor }));
}
