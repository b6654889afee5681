/**
 * The index's database: one writer (the follower), any number of readers in the threads of one process.
 *
 * Readers ask within `read` or `readAsync` and see one moment of the store. The writer opens a draft for each range of
 * blocks and commits it; see docs/store.md for what that promises.
 */
import { openDatabase } from "./database.js";
import type { Draft } from "./draft.js";
import { StoreError } from "./errors.js";
import { type Key, schemaVersion, tables } from "./keys.js";
import type { Fingerprint } from "./model.js";
import { openPresent } from "./present.js";
import { RangeDraft } from "./rangeDraft.js";
import { noteWritten } from "./revision.js";
import { undoTo } from "./undo.js";
import { type UndoableRange, undoableRanges } from "./undoLog.js";
import { decodeValue, encodeValue } from "./values.js";
import type { EntityHistory, Eventually, StoreView } from "./view.js";

export interface Store {
  readonly location: string;
  /** Answers from one snapshot. The view is void when `ask` returns: an async `ask` needs `readAsync`. */
  read<Answer>(ask: (view: EntityHistory) => Answer): Answer;
  /** Answers from one snapshot, lists included. The view is void when the promise settles. */
  readAsync<Answer>(ask: (view: StoreView) => Eventually<Answer>): Promise<Answer>;
  /** The same, at once where `ask` answers at once. The view is void when the answer is there. */
  readEventually<Answer>(ask: (view: StoreView) => Eventually<Answer>): Eventually<Answer>;
  /** Ties an empty store to a chain and a deployment. */
  claim(fingerprint: Fingerprint): Promise<void>;
  /** Begins a range. One writer, and one draft at a time: the next one once this is committed. */
  draft(): Draft;
  /** Lets the readers of all threads go on to what was committed without being shown. */
  show(): void;
  /** Ranges that can be undone, the last one first. */
  undoableRanges(): AsyncGenerator<UndoableRange>;
  /**
   * After a write that failed for want of room: makes the store take writes again. A draft from before is void, and what failed may be there.
   * @throws StoreError STORE_DISK_FULL while there is none
   */
  mend(): Promise<void>;
  /** Back to the checkpoint at block `target`, or to the empty store for null, at once or not at all. */
  undoTo(target: number | null): Promise<void>;
  /** The first block that the index was complete to; null while it is empty. */
  origin(): { readonly number: number; readonly hash: string } | null;
  /** Every key (hex) and what lies under it, of one moment, in order. */
  entries(): AsyncGenerator<readonly [key: Key, value: string]>;
  /** Ends once the reads under way have. */
  close(): Promise<void>;
}

export interface OpenOptions {
  /** Make the database where there is none; without it STORE_NOT_FOUND is thrown. */
  readonly createIfMissing: boolean;
}

/**
 * Opens the store in the folder `location`. Threads of one process may each open it.
 *
 * @throws StoreError STORE_LOCKED when another process has it, STORE_NOT_FOUND, STORE_CORRUPT, STORE_IO, and
 * STORE_OTHER_VERSION when it was written with another key space.
 */
export async function openStore(location: string, { createIfMissing }: OpenOptions): Promise<Store> {
  let settle = async (): Promise<void> => {};
  const database = await openDatabase(location, createIfMissing, () => settle());
  const fingerprint = decodeValue(tables.fingerprint, database.getText(tables.fingerprint.key()));
  if (fingerprint !== null && fingerprint.schema !== schemaVersion) {
    await database.close();
    throw new StoreError(
      "STORE_OTHER_VERSION",
      `The store in ${location} has schema version ${fingerprint.schema}; this program uses ${schemaVersion}.`,
      {
        hint: "Delete the folder, or give this program a new one: the index is rebuilt from the chain.",
        details: { location, found: fingerprint.schema, expected: schemaVersion },
      },
    );
  }

  const present = openPresent(database);
  settle = present.settle;
  const readEventually: Store["readEventually"] = (ask) => {
    return database.isShut
      ? database.opened().then(() => present.readEventually(ask))
      : present.readEventually(ask);
  };
  return {
    location,
    read: present.read,
    readAsync: async (ask) => readEventually(ask),
    readEventually,
    claim: (claimed) =>
      database.write(new Map([[tables.fingerprint.key(), encodeValue(claimed)]]), { durable: true }),
    draft: () => new RangeDraft(database),
    show: noteWritten,
    undoableRanges: () => undoableRanges(database),
    mend: () => database.mend(),
    undoTo: (target) => undoTo(database, target),
    origin: () => decodeValue(tables.origin, database.getText(tables.origin.key())),
    async *entries() {
      const snapshot = database.snapshot();
      try {
        yield* database.entries(snapshot);
      } finally {
        await snapshot.close();
      }
    },
    async close() {
      await present.close();
      await database.close();
    },
  };
}
