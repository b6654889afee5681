/**
 * The log's own Level database. It is no part of the index: the index can be made anew from the chain, and the log cannot. One thread has
 * it, so that it can be opened anew where a write failed.
 *
 * Keys are text: `e/` entries by sequence, `n/` whole subtrees by level and index, `r/` sequences by reader, `a/` sequences by
 * reader and asset, `c/` checkpoints by size, `h` the head. Numbers are 14 hexadecimal digits, so that they sort.
 */
import { chmod, mkdir } from "node:fs/promises";
import { Level } from "level";
import { z } from "zod";
import { type Hex, hashSchema, toHash } from "../ledger/hex.js";
import type { Address } from "../store/model.js";
import { anchorSchema, checkpointSchema } from "./checkpoint.js";
import { databaseError } from "./errors.js";

export type LogDatabase = Level<string, string>;

/** How much the log holds; written with every entry. */
export const headSchema = z.strictObject({
  size: z.number().int().nonnegative(),
  root: hashSchema,
});
type LogHead = z.output<typeof headSchema>;

/** A checkpoint as it is kept: before it is anchored, and after. */
export const keptCheckpointSchema = z
  .strictObject({ checkpoint: checkpointSchema, anchor: anchorSchema.nullable() })
  .readonly();
export type KeptCheckpoint = z.output<typeof keptCheckpointSchema>;

const digits = (number: number): string => number.toString(16).padStart(14, "0");

export const headKey = "h";
export const entryKey = (sequence: number): string => `e/${digits(sequence)}`;
export const nodeKey = (level: number, index: number): string =>
  `n/${level.toString(16).padStart(2, "0")}/${digits(index)}`;
export const checkpointKey = (size: number): string => `c/${digits(size)}`;

/** What a reader asks for: all that it may read, or what of it is about one asset. */
export interface Reading {
  readonly party: Address;
  readonly asset: { readonly kind: string; readonly id: string } | null;
}
export const readingPrefix = ({ party, asset }: Reading): string =>
  asset === null ? `r/${party}/` : `a/${party}/${asset.kind}/${asset.id}/`;
export const readingKey = (reading: Reading, sequence: number): string =>
  `${readingPrefix(reading)}${digits(sequence)}`;
export const sequenceInKey = (key: string): number => Number.parseInt(key.slice(-14), 16);

/** All keys of a family or of a prefix: the digits that follow are below `g`. */
export const under = (prefix: string) => ({ gt: prefix, lt: `${prefix}g` });

/**
 * Where it makes the folder, only its owner may look into it: who asks about which asset is a secret of business.
 * @throws AccessLogError ACCESS_LOG_LOCKED, ACCESS_LOG_IO
 */
export async function openLogDatabase(location: string): Promise<LogDatabase> {
  try {
    await mkdir(location, { recursive: true, mode: 0o700 });
    await chmod(location, 0o700);
    const level: LogDatabase = new Level(location, { keyEncoding: "utf8", valueEncoding: "utf8" });
    await level.open();
    return level;
  } catch (raised) {
    throw databaseError(raised, location);
  }
}

/** Closes it, whatever became of it, and opens it again. */
export async function openAnew(level: LogDatabase): Promise<void> {
  await level.close();
  await level.open({ createIfMissing: false });
}

/** null where nothing was written yet. */
export function headIn(level: LogDatabase): LogHead | null {
  const head = level.getSync(headKey);
  return head === undefined ? null : headSchema.parse(JSON.parse(head));
}

/** Root of a whole subtree as it is kept; of the leaves, `leaf` tells. */
export function subtreeIn(level: LogDatabase, leaf: (sequence: number) => Hex) {
  return (height: number, index: number): Hex => {
    if (height === 0) return leaf(index);
    const hash = level.getSync(nodeKey(height, index));
    if (hash === undefined) throw new RangeError(`The access log has no subtree ${height}/${index}.`);
    return toHash(hash);
  };
}
