/** Reads the log from end to end: whether it is still what was written, entry by entry, and what its checkpoints say. */
import { z } from "zod";
import { type Hex, hashSchema, toHash } from "../ledger/hex.js";
import { entryKey, headKey, headSchema, keptCheckpointSchema, type LogDatabase, under } from "./database.js";
import { noEntry } from "./entry.js";
import { altered, truncated } from "./errors.js";
import { Frontier } from "./tree/frontier.js";
import { leafHash } from "./tree/hashes.js";

/** Where the log goes on. */
export interface LogEnd {
  readonly frontier: Frontier;
  /** Hash of the last entry. */
  readonly last: Hex;
  /** When it was logged, in milliseconds since 1970. */
  readonly time: number;
}

const linkSchema = z.object({
  sequence: z.number().int(),
  previous: hashSchema,
  time: z.iso.datetime().transform((time) => Date.parse(time)),
});

const rowsAtOnce = 512;

/**
 * @throws AccessLogError ACCESS_LOG_ALTERED, ACCESS_LOG_TRUNCATED, naming the first entry that is not right.
 */
export async function checkLog(level: LogDatabase): Promise<LogEnd> {
  const roots = await checkpointRoots(level);
  const frontier = new Frontier();
  let last: Hex = noEntry;
  let time = 0;
  for await (const [key, text] of rows(level, "e/")) {
    const sequence = frontier.size;
    const link = linkIn(text, sequence);
    if (key !== entryKey(sequence) || link.sequence !== sequence)
      throw altered(`entry ${sequence} is missing`, { sequence });
    if (link.previous !== last)
      throw altered(`entry ${sequence} does not follow from the one before it`, { sequence });
    last = leafHash(text);
    time = link.time;
    frontier.append(last);
    const root = roots.get(frontier.size);
    if (root !== undefined && root !== frontier.root())
      throw altered(`its first ${frontier.size} entries are not those of its checkpoint`, {
        size: frontier.size,
      });
  }
  checkEnd(frontier, Math.max(0, ...roots.keys()), level.getSync(headKey));
  return { frontier, last, time };
}

/** @param checkpointed Size of the last checkpoint. */
function checkEnd(frontier: Frontier, checkpointed: number, written: string | undefined): void {
  const { size } = frontier;
  const head = headSchema.safeParse(jsonIn(written ?? "null")).data;
  const known = Math.max(head?.size ?? 0, checkpointed);
  if (size < known) throw truncated(`it has ${size} entries of ${known}`, { size, known });
  if (size > 0 && (head === undefined || head.size !== size || head.root !== frontier.root()))
    throw altered("its entries are not those that it was closed with", { size });
}

async function checkpointRoots(level: LogDatabase): Promise<ReadonlyMap<number, Hex>> {
  const roots = new Map<number, Hex>();
  for await (const [key, text] of rows(level, "c/")) {
    const kept = keptCheckpointSchema.safeParse(jsonIn(text));
    if (!kept.success) throw altered("a checkpoint cannot be read", { key });
    roots.set(kept.data.checkpoint.size, toHash(kept.data.checkpoint.root));
  }
  return roots;
}

function linkIn(text: string, sequence: number): z.output<typeof linkSchema> {
  const parsed = linkSchema.safeParse(jsonIn(text));
  if (!parsed.success) throw altered(`entry ${sequence} cannot be read`, { sequence });
  return parsed.data;
}

async function* rows(level: LogDatabase, prefix: string): AsyncGenerator<[string, string]> {
  const iterator = level.iterator(under(prefix));
  try {
    for (let some = await iterator.nextv(rowsAtOnce); some.length > 0; ) {
      yield* some;
      some = await iterator.nextv(rowsAtOnce);
    }
  } finally {
    await iterator.close();
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
