/** Reading the log: entries for those whom they concern, and proofs. */
import { type Hex, toHash } from "../ledger/hex.js";
import type { Address } from "../store/model.js";
import type { Checkpoint } from "./checkpoint.js";
import {
  checkpointKey,
  entryKey,
  headIn,
  type KeptCheckpoint,
  keptCheckpointSchema,
  type LogDatabase,
  type Reading,
  readingKey,
  readingPrefix,
  sequenceInKey,
  subtreeIn,
  under,
} from "./database.js";
import { type AccessEntry, accessEntrySchema, readersOf } from "./entry.js";
import { altered } from "./errors.js";
import type { AccessLog } from "./log.js";
import type { EntryProof } from "./proof.js";
import { leafHash } from "./tree/hashes.js";
import { consistencyPath, inclusionPath } from "./tree/paths.js";

export interface LoggedEntry {
  readonly entry: AccessEntry;
  readonly hash: Hex;
}

export interface EntryPage {
  readonly items: readonly LoggedEntry[];
  /** Sequence after which the next page begins; null on the last. */
  readonly next: number | null;
}

/** @throws AccessLogError in all that it does where the log cannot be read. */
export interface AccessLogReader {
  /** What concerns a party, oldest first. */
  page(
    reading: Reading,
    request: { readonly after: number | null; readonly limit: number },
  ): Promise<EntryPage>;
  /** An entry; null where there is none, or none that the party may read. */
  entry(sequence: number, party: Address): Promise<LoggedEntry | null>;
  /** A checkpoint that is anchored on the ledger, or about to be; null where none was made at that size. */
  checkpoint(size: number): Promise<KeptCheckpoint | null>;
  /** The newest checkpoint that is anchored; null where there is none. */
  anchored(): Promise<AnchoredCheckpoint | null>;
  /** How much it holds, and how much of that the ledger vouches for. */
  standing(): Promise<LogStanding>;
  /** What shows that an entry is in the log of a checkpoint that covers it. */
  prove(logged: LoggedEntry, by: AnchoredCheckpoint): Promise<EntryProof>;
  /** What shows that the log of the later size begins with that of the earlier one. */
  consistency(earlier: number, later: number): Promise<readonly Hex[]>;
}

export interface LogStanding {
  readonly entries: number;
  /** Entries that the newest checkpoint on the ledger covers. */
  readonly anchored: number;
  /** When the oldest entry that it does not cover was logged, in milliseconds since 1970; null where it covers all. */
  readonly oldestUnanchored: number | null;
  /** Whether it takes entries now: while it does not, nothing is decided or disclosed. */
  readonly isWritable: boolean;
}

export interface AnchoredCheckpoint {
  readonly checkpoint: Checkpoint;
  readonly anchor: NonNullable<KeptCheckpoint["anchor"]>;
}

export function accessLogReader(log: Pick<AccessLog, "database" | "isWritable">): AccessLogReader {
  const level = log.database;
  const text = (sequence: number): string => {
    const found = level.getSync(entryKey(sequence));
    if (found === undefined) throw altered(`entry ${sequence} is missing`, { sequence });
    return found;
  };
  const logged = (sequence: number): LoggedEntry => loggedIn(text(sequence), sequence);
  const subtree = subtreeIn(level, (sequence) => leafHash(text(sequence)));

  return {
    async page(reading, { after, limit }) {
      const bounds = after === null ? {} : { gt: readingKey(reading, after) };
      const keys = await level.keys({ ...under(readingPrefix(reading)), ...bounds, limit: limit + 1 }).all();
      const items = keys.slice(0, limit).map((key) => logged(sequenceInKey(key)));
      const last = items.at(-1);
      return {
        items: items.filter(({ entry }) => readersOf(entry).has(reading.party)),
        next: keys.length > limit && last !== undefined ? last.entry.sequence : null,
      };
    },

    async entry(sequence, party) {
      const found = level.getSync(entryKey(sequence));
      if (found === undefined) return null;
      const one = loggedIn(found, sequence);
      return readersOf(one.entry).has(party) ? one : null;
    },

    async checkpoint(size) {
      const found = level.getSync(checkpointKey(size));
      return found === undefined ? null : keptIn(found);
    },

    anchored: () => newestAnchored(level),

    async standing() {
      const entries = headIn(level)?.size ?? 0;
      const anchored = (await newestAnchored(level))?.checkpoint.size ?? 0;
      const oldest = anchored < entries ? Date.parse(logged(anchored).entry.time) : null;
      return { entries, anchored, oldestUnanchored: oldest, isWritable: log.isWritable };
    },

    prove: async ({ entry, hash }, { checkpoint, anchor }) => ({
      entry,
      hash: toHash(hash),
      path: inclusionPath(entry.sequence, checkpoint.size, subtree).map(toHash),
      checkpoint,
      anchor,
    }),

    consistency: async (earlier, later) => consistencyPath(earlier, later, subtree),
  };
}

/** The newest checkpoint that is anchored. */
export async function newestAnchored(level: LogDatabase): Promise<AnchoredCheckpoint | null> {
  for await (const value of level.values({ ...under("c/"), reverse: true })) {
    const { checkpoint, anchor } = keptIn(value);
    if (anchor !== null) return { checkpoint, anchor };
  }
  return null;
}

const keptIn = (text: string): KeptCheckpoint => keptCheckpointSchema.parse(JSON.parse(text));

function loggedIn(text: string, sequence: number): LoggedEntry {
  const parsed = accessEntrySchema.safeParse(JSON.parse(text));
  if (!parsed.success) throw altered(`entry ${sequence} cannot be read`, { sequence });
  return { entry: parsed.data, hash: leafHash(text) };
}
