/**
 * A Level database that any thread may have open, and that goes on after a write that failed, as on a full disk, once there is room.
 *
 * What Level appends its writes to ends in the middle of the one that failed, and what it appends after that is gone with the next start,
 * though it said that it had it. So before the next write what Level holds in memory is put into a table, by which it begins to append to
 * another file. Where a write of Level's own failed, in the background, it takes nothing more until it is opened anew: by all threads
 * together, as it is one database for all of them.
 */
import { readdir, stat, statfs } from "node:fs/promises";
import { join } from "node:path";
import { sharedCount } from "./sharedCount.js";
import { SharedOpening } from "./sharedOpening.js";

/** What of a Level database is needed here. */
export interface LevelDatabase {
  compactRange(start: string, end: string, options: { readonly keyEncoding: "utf8" }): Promise<void>;
  del(key: string, options: { readonly keyEncoding: "utf8" }): Promise<void>;
  close(): Promise<void>;
}

export interface MendedDatabase {
  /** Whether it is closed, to be opened anew: a read that does not wait fails. */
  readonly isShut: boolean;
  /** Waits while it is. */
  opened(): Promise<void>;
  /** Reads once it is open; once more where it was closed meanwhile. */
  read<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Whether the last write went well, of whichever thread. */
  isWritable(): boolean;
  /** Does one write, which nothing else comes of than that it is done; where one failed before, it is mended first. */
  write(work: () => Promise<void>): Promise<void>;
  /** Does one write; where one failed before and was not mended since, it fails as well. */
  writeUnmended(work: () => Promise<void>): Promise<void>;
  /**
   * Makes it take writes again. It may have been opened anew: what a write that failed was to write is there then as a whole, or not at all.
   * @throws Error of code `ENOSPC`, or what Level raises
   */
  mend(): Promise<void>;
  close(): Promise<void>;
}

/** Beyond what Level is to put into a table, in bytes. */
const spare = 256 * 1024;
/** Is written to delete what is not there: no database has such a key. */
const noKey = "no key of any database";
const asText = { keyEncoding: "utf8" } as const;

export interface MendedOptions<Level> {
  /** Level opens what is made by itself, as nobody else's, where it is not opened in the same turn: so it is made here. */
  make(): Level;
  /** Opens the database, also again after it was closed. */
  open(database: Level): Promise<void>;
  /** Ends what is read, before the database is closed to be opened anew. */
  readonly beforeClosing?: (() => Promise<void>) | undefined;
}

/** The first thread that opens one has to be the last that closes it, and to have it open before it starts the others. */
export async function openMended<Level extends LevelDatabase>(
  location: string,
  { make, open: openLevel, beforeClosing }: MendedOptions<Level>,
): Promise<{ readonly level: Level; readonly mended: MendedDatabase }> {
  const failures = sharedCount(`failed writes to ${location}`);
  await SharedOpening.enter(location);
  const database = make();
  const open = () => openLevel(database);
  const opening = await SharedOpening.open({ location, open, close: () => database.close() }, beforeClosing);
  let mending: Promise<void> | null = null;

  const mendNow = async (): Promise<void> => {
    const before = Atomics.load(failures, 0);
    if (before === 0) return;
    await opening.opened();
    await checkRoom(location);
    // No key lies there: nothing else is moved.
    await database.compactRange("", "", asText);
    if (!(await takesWrites(database))) {
      await opening.openAnew();
      await database.del(noKey, asText);
    }
    Atomics.compareExchange(failures, 0, before, 0);
  };
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    await opening.opened();
    try {
      await work();
    } catch (error) {
      Atomics.add(failures, 0, 1);
      throw error;
    }
  };

  const mended: MendedDatabase = {
    get isShut() {
      return opening.isShut;
    },
    opened: () => opening.opened(),
    async read(work) {
      await opening.opened();
      const { closings } = opening;
      try {
        return await work();
      } catch (error) {
        if (opening.closings === closings) throw error;
        await opening.opened();
        return await work();
      }
    },
    isWritable: () => Atomics.load(failures, 0) === 0,
    async write(work) {
      if (!mended.isWritable()) await mended.mend();
      await attempt(work);
    },
    async writeUnmended(work) {
      if (!mended.isWritable()) throw noSpace(location);
      await attempt(work);
    },
    mend() {
      mending ??= mendNow().finally(() => {
        mending = null;
      });
      return mending;
    },
    close: () => opening.close(),
  };
  return { level: database, mended };
}

async function takesWrites(database: LevelDatabase): Promise<boolean> {
  try {
    await database.del(noKey, asText);
    return true;
  } catch {
    return false;
  }
}

/** @throws Error of code `ENOSPC`, as Level would, which could not be tried again after that */
async function checkRoom(location: string): Promise<void> {
  const logs = (await readdir(location)).filter((name) => name.endsWith(".log"));
  const sizes = await Promise.all(logs.map((name) => stat(join(location, name)).catch(() => null)));
  const needed = sizes.reduce((sum, one) => sum + (one?.size ?? 0), spare);
  const { bavail, bsize } = await statfs(location);
  if (bavail * bsize < needed) throw noSpace(location);
}

const noSpace = (location: string): Error =>
  Object.assign(new Error(`There is no space left on the device for ${location}.`), { code: "ENOSPC" });
