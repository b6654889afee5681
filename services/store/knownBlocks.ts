/** Blocks that the index knows by hash and time: those in which something changed, and those that ended a range. */
import type { Database, Snapshot } from "./database.js";
import { blockOfTail, blockOfTimeTail, ranges, tables, tailOf, tailOfBlock, tailOfTime } from "./keys.js";
import type { Hash, KnownBlock } from "./model.js";
import { decodeValue } from "./values.js";
import type { UpTo } from "./view.js";

export function blockOfHash(database: Database, hash: Hash, snapshot: Snapshot): number | null {
  return decodeValue(tables.blockOfHash, database.getText(tables.blockOfHash.key(hash), snapshot));
}

export function knownBlock(database: Database, number: number, snapshot: Snapshot): KnownBlock | null {
  const name = decodeValue(tables.block, database.getText(tables.block.key(number), snapshot));
  return name === null ? null : { number, ...name };
}

/** The last block up to a number or a time: one seek, and none for a block that is known by its number. */
export async function lastBlock(
  database: Database,
  upTo: UpTo,
  snapshot: Snapshot,
): Promise<KnownBlock | null> {
  const same = "number" in upTo ? knownBlock(database, upTo.number, snapshot) : null;
  if (same !== null) return same;
  const number = await ("time" in upTo
    ? lastTail(database, ranges.blocksByTime(), tailOfTime(upTo.time), blockOfTimeTail, snapshot)
    : lastTail(database, ranges.blocks(), tailOfBlock(upTo.number), blockOfTail, snapshot));
  return number === null ? null : knownBlock(database, number, snapshot);
}

async function lastTail(
  database: Database,
  of: ReturnType<typeof ranges.blocks>,
  upTo: string,
  numberOf: (tail: string) => number,
  snapshot: Snapshot,
): Promise<number | null> {
  for await (const key of database.keysBackwards(of, { upTo, snapshot })) return numberOf(tailOf(key, of));
  return null;
}
