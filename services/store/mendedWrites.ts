/**
 * Writes to a Level database that any thread may have open, and that goes on after a write that failed, as on a full disk.
 *
 * What Level appends its writes to ends in the middle of the one that failed, and what it appends after that is gone with the next start,
 * though it said that it had it. So before the next write what Level holds in memory is put into a table, by which it begins to append to
 * another file. Where that fails, Level takes nothing more until it is opened anew.
 */
import { readdir, stat, statfs } from "node:fs/promises";
import { join } from "node:path";
import { sharedCount } from "./sharedCount.js";

/** What of a database is needed here. */
interface Compacted {
  readonly location: string;
  compactRange(start: string, end: string, options: { readonly keyEncoding: "utf8" }): Promise<void>;
}

/** Does one write, which nothing else comes of than that it is done. */
export type Write = (work: () => Promise<void>) => Promise<void>;

/** Beyond what Level is to put into a table, in bytes. */
const spare = 256 * 1024;

/** @param database The other threads of the process have to be started after this. */
export function mendedWrites(database: Compacted): Write {
  const failures = sharedCount(`failed writes to ${database.location}`);
  return async (work) => {
    const before = Atomics.load(failures, 0);
    if (before !== 0) {
      await checkRoom(database.location);
      // No key lies there: nothing else is moved.
      await database.compactRange("", "", { keyEncoding: "utf8" });
      Atomics.compareExchange(failures, 0, before, 0);
    }
    try {
      await work();
    } catch (error) {
      Atomics.add(failures, 0, 1);
      throw error;
    }
  };
}

/** @throws Error of code `ENOSPC`, as Level would, which could not be tried again after that */
async function checkRoom(location: string): Promise<void> {
  const logs = (await readdir(location)).filter((name) => name.endsWith(".log"));
  const sizes = await Promise.all(logs.map((name) => stat(join(location, name)).catch(() => null)));
  const needed = sizes.reduce((sum, one) => sum + (one?.size ?? 0), spare);
  const { bavail, bsize } = await statfs(location);
  if (bavail * bsize >= needed) return;
  throw Object.assign(new Error(`There is no space left on the device for ${location}.`), { code: "ENOSPC" });
}
