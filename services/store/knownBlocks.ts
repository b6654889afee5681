/** Blocks that the index knows by hash and time: those in which something changed, and those that ended a range. */
import type { Change, Database, Snapshot } from "./database.js";
import { tables } from "./keys.js";
import type { Hash, KnownBlock } from "./model.js";
import { decodeValue, encodeValue } from "./values.js";

export function blockOfHash(database: Database, hash: Hash, snapshot: Snapshot): number | null {
  return decodeValue(tables.blockOfHash, database.getText(tables.blockOfHash.key(hash), snapshot));
}

export function knownBlock(database: Database, number: number, snapshot?: Snapshot): KnownBlock | null {
  const name = decodeValue(tables.block, database.getText(tables.block.key(number), snapshot));
  return name && { number, hash: name.hash, time: name.time };
}

/**
 * What to write for blocks that become known.
 * @param known how many are known already.
 * @param blocks later ones than those, in their order.
 */
export function* changesOfBlocks(known: number, blocks: Iterable<KnownBlock>): Generator<Change> {
  let ordinal = known;
  for (const { number, hash, time } of blocks) {
    yield [tables.block.key(number), encodeValue({ hash, time })];
    yield [tables.blockOfHash.key(hash), encodeValue(number)];
    yield [tables.blockOfOrdinal.key(ordinal), encodeValue({ number, time })];
    ordinal += 1;
  }
  yield [tables.knownBlocks.key(), encodeValue(ordinal)];
}
