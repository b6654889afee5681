/**
 * The one Level database: bytes of keys and texts of values, in the store's terms and with the store's errors.
 */
import { ClassicLevel } from "classic-level";
import { StoreError, storeError } from "./errors.js";
import { decodeKey, encodeKey, type Key, type KeyRange, tables } from "./keys.js";
import { markWrite, noteWrite } from "./marks.js";
import { openMended } from "./mendedWrites.js";
import { noteWritten } from "./revision.js";
import { decodeValue, encodeValue } from "./values.js";
import type { Page, PageRequest } from "./view.js";

export type Snapshot = ReturnType<ClassicLevel<Buffer, string>["snapshot"]>;

/** A key with its text, null for none. */
export type KeyText = readonly [key: Key, text: string | null];

/** A change of one key: its new value, or null to delete it. */
export type Change = KeyText;

/** What one write changes, each key once. */
export type Changes = ReadonlyMap<Key, string | null>;

export interface WriteOptions {
  /** Return only when the disk has it. */
  readonly durable: boolean;
  /**
   * Whether readers go on to it at once, which is so unless told. Else they may stay with what they have, until another write is shown
   * or `noteWritten` is called.
   */
  readonly shown?: boolean;
}

export type Database = Awaited<ReturnType<typeof openDatabase>>;

const cacheBytes = 64 * 1024 * 1024;
const writeBufferBytes = 16 * 1024 * 1024;
const defaultLimit = 100;
const maxLimit = 1_000;
const rowsAtOnce = 128;

/** The rest of a key in its range, and what lies under it. */
type TailRow = readonly [tail: string, value: string];

/** @param beforeClosing Ends what is read, before the database is closed to be opened anew. */
export async function openDatabase(
  location: string,
  createIfMissing: boolean,
  beforeClosing?: () => Promise<void>,
) {
  const inStoreTerms = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (raised) {
      throw storeError(raised, location);
    }
  };

  /** Change by change: a list of them is copied on the way, which takes half as long again. */
  async function written(changes: Changes, durable: boolean): Promise<void> {
    const batch = level.batch();
    const write = markWrite(changes);
    for (const [key, value] of changes) {
      if (value === null) batch.del(encodeKey(key));
      else batch.put(encodeKey(key), value);
    }
    batch.put(encodeKey(tables.lastWrite.key()), encodeValue(write));
    await batch.write({ sync: durable });
  }

  // Several threads of the process share the database: the follower writes in one, the services read in others.
  const options = {
    createIfMissing,
    multithreading: true,
    cacheSize: cacheBytes,
    writeBufferSize: writeBufferBytes,
  };
  const { level, mended } = await inStoreTerms(
    openMended(location, {
      make: () =>
        new ClassicLevel<Buffer, string>(location, { keyEncoding: "buffer", valueEncoding: "utf8" }),
      open: (made) => made.open(options),
      beforeClosing,
    }),
  );

  const database = {
    location,
    level,

    /** Whether it is closed, to be opened anew: nothing can be read. */
    get isShut() {
      return mended.isShut;
    },
    /** Waits while it is. */
    opened: () => mended.opened(),

    /** Makes it take writes again after one that failed. Whoever writes has to look again at what is there. */
    async mend(): Promise<void> {
      try {
        await inStoreTerms(mended.mend());
      } finally {
        noteWritten();
      }
    },

    snapshot: (): Snapshot => {
      try {
        return level.snapshot();
      } catch (raised) {
        throw storeError(raised, location);
      }
    },

    getText(key: Key, snapshot?: Snapshot): string | null {
      try {
        const bytes = encodeKey(key);
        // Level copies options that do not name the encodings, which takes three times as long as most look-ups.
        const options = { snapshot, keyEncoding: "buffer", valueEncoding: "utf8" };
        return (snapshot === undefined ? level.getSync(bytes) : level.getSync(bytes, options)) ?? null;
      } catch (raised) {
        throw storeError(raised, location);
      }
    },

    /** Number of the last write, which rises with each; 0 before the first. */
    lastWrite: (snapshot?: Snapshot): number =>
      decodeValue(tables.lastWrite, database.getText(tables.lastWrite.key(), snapshot)) ?? 0,

    /** What lies under each of the keys, in their order: looked up in the thread pool. */
    async getTexts(keys: readonly Key[]): Promise<readonly KeyText[]> {
      if (keys.length === 0) return [];
      const texts = await inStoreTerms(level.getMany(keys.map(encodeKey)));
      return keys.map((key, place) => [key, texts[place] ?? null]);
    },

    /** One atomic write. After one that failed there is none until `mend` has gone well. */
    async write(changes: Changes, { durable, shown = true }: WriteOptions): Promise<void> {
      try {
        await inStoreTerms(mended.writeUnmended(() => written(changes, durable)));
      } catch (raised) {
        // Nobody knows how far it came.
        noteWritten();
        throw raised;
      }
      if (shown) noteWritten();
    },

    /** Keys of a range in order, with the cursor of the page after. */
    async page(of: KeyRange, request: PageRequest, snapshot?: Snapshot): Promise<Page<Key>> {
      const limit = limitOf(request);
      const bounds = {
        gt: encodeKey(of.prefix + cursorOf(request, of)),
        lte: encodeKey(of.prefix + "f".repeat(of.width)),
      };
      const options = {
        ...bounds,
        limit: limit + 1,
        fillCache: true,
        ...(snapshot === undefined ? {} : { snapshot }),
      };
      const keys = (await inStoreTerms(level.keys(options).all())).map(decodeKey);
      const items = keys.slice(0, limit);
      const last = items.at(-1);
      return { items, next: keys.length > limit && last !== undefined ? last.slice(of.prefix.length) : null };
    },

    /** All keys and values in order. */
    async *entries(snapshot: Snapshot): AsyncGenerator<readonly [Key, string]> {
      for await (const [key, value] of level.iterator({ snapshot })) yield [decodeKey(key), value];
    },

    /** Keys of a range from the last to the first, not bounded: stop when you have enough. */
    async *keysBackwards(
      of: KeyRange,
      { upTo = "f".repeat(of.width), snapshot }: { upTo?: string; snapshot?: Snapshot | undefined } = {},
    ): AsyncGenerator<Key> {
      const bounds = { gte: encodeKey(of.prefix), lte: encodeKey(of.prefix + upTo), reverse: true };
      for await (const key of level.keys({ ...bounds, ...(snapshot === undefined ? {} : { snapshot }) })) {
        yield decodeKey(key);
      }
    },

    /** Tails and values of a range in order from a cursor on, not bounded: stop when you have enough. */
    async *rowsAfter(of: KeyRange, after: string, snapshot: Snapshot): AsyncGenerator<TailRow> {
      const bounds = { gt: encodeKey(of.prefix + after), lte: encodeKey(of.prefix + "f".repeat(of.width)) };
      const iterator = level.iterator({ ...bounds, snapshot });
      try {
        for (;;) {
          const some = await iterator.nextv(rowsAtOnce);
          for (const [key, value] of some) yield [decodeKey(key).slice(of.prefix.length), value];
          if (some.length === 0) return;
        }
      } finally {
        await iterator.close();
      }
    },

    close: (): Promise<void> => inStoreTerms(mended.close()),
  };
  noteWrite(database.lastWrite());
  return database;
}

export function limitOf({ limit = defaultLimit }: PageRequest): number {
  if (!Number.isInteger(limit) || limit < 1 || limit > maxLimit) {
    throw new StoreError("STORE_INVALID_PAGE", `A page holds 1 to ${maxLimit} items, not ${limit}.`, {
      hint: "Ask for fewer and follow the cursor.",
      details: { limit },
    });
  }
  return limit;
}

export function cursorOf({ after }: PageRequest, of: KeyRange): string {
  if (after === undefined) return "";
  if (after.length === of.width && /^[0-9a-f]+$/.test(after)) return after;
  throw new StoreError("STORE_INVALID_PAGE", "The cursor is not one of this list.", {
    hint: "Take the cursor from the page before, or leave it out to start from the first page.",
    details: { after: after.slice(0, 80) },
  });
}
