import type { Database, Snapshot } from "./database.js";
import { branchOf, type EventPosition } from "./events.js";
import { ranges, stretchOfTail, tables, tailBehindBlock, tailOf } from "./keys.js";
import { knownBlock } from "./knownBlocks.js";
import { decodeValue } from "./values.js";

/** The last event up to the end of a block; null for none. */
export async function lastEvent(
  database: Database,
  upTo: number,
  snapshot?: Snapshot,
): Promise<EventPosition | null> {
  const of = ranges.events();
  for await (const key of database.keysBackwards(of, { upTo: tailBehindBlock(upTo), snapshot })) {
    const { block: number } = stretchOfTail(tailOf(key, of));
    const last = decodeValue(tables.events, database.getText(key, snapshot))?.at(-1);
    const block = knownBlock(database, number, snapshot);
    return last === undefined || block === null
      ? null
      : { block: number, log: last.log, branch: branchOf(block.hash) };
  }
  return null;
}
