/**
 * Keeps other processes from what one of them works on.
 *
 * It is the system's own lock on a file, taken through Level, whose databases have one each: it ends with its process, however that ends,
 * and nobody has to find out whether whoever is named in a file is still there. Numbers of processes tell nothing of that where containers
 * share a volume: each has a process 1.
 */
import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { ClassicLevel } from "classic-level";
import { isAbsence } from "../errors/absence.js";
import { StoreError, storeError } from "../store/errors.js";

export type LockAttempt =
  | { readonly isHeld: true; readonly release: () => Promise<void> }
  /** @param holder Who has it, for people. */
  | { readonly isHeld: false; readonly holder: string };

/**
 * @param folder Made where there is none, and for nothing else. It stays: who removes it may remove what another has just taken.
 * @throws StoreError where the folder cannot be written.
 */
export async function tryLock(folder: string): Promise<LockAttempt> {
  return attempted(folder, await opened(folder));
}

/**
 * The same, for what may be thrown away meanwhile.
 * @returns null where there is nothing any more that the folder would lie in: that is not made anew.
 * @throws StoreError where the folder cannot be written.
 */
export async function tryLockIn(folder: string): Promise<LockAttempt | null> {
  try {
    return await attempted(folder, await open(folder, false));
  } catch (raised) {
    if (isLocked(raised, folder)) return attempted(folder, null);
  }
  // It is no database yet, or no longer one.
  return (await isThere(dirname(folder))) ? tryLock(folder) : null;
}

/** @param database null where another has it. */
async function attempted(folder: string, database: ClassicLevel | null): Promise<LockAttempt> {
  const file = join(folder, "HOLDER");
  if (database === null) return { isHeld: false, holder: await holderIn(file) };
  await writeFile(file, `process ${process.pid} on ${hostname()}`, { mode: 0o600 });
  return {
    isHeld: true,
    async release() {
      await rm(file, { force: true });
      await database.close();
    },
  };
}

/** null where another has it. */
async function opened(folder: string): Promise<ClassicLevel | null> {
  try {
    return await open(folder);
  } catch (raised) {
    if (isLocked(raised, folder)) return null;
  }
  // What a power failure left may be no database; it is made one under the same lock.
  try {
    await ClassicLevel.repair(folder);
    return await open(folder);
  } catch (raised) {
    if (isLocked(raised, folder)) return null;
    throw storeError(raised, folder);
  }
}

async function open(folder: string, createIfMissing = true): Promise<ClassicLevel> {
  const database = new ClassicLevel(folder, { createIfMissing });
  await database.open();
  return database;
}

async function isThere(folder: string): Promise<boolean> {
  try {
    await stat(folder);
    return true;
  } catch (error) {
    if (isAbsence(error)) return false;
    throw error;
  }
}

function isLocked(raised: unknown, folder: string): boolean {
  const error = storeError(raised, folder);
  return error instanceof StoreError && error.code === "STORE_LOCKED";
}

/** For people alone: whoever was killed left its name, and whoever has just come has not written its own yet. */
async function holderIn(file: string): Promise<string> {
  const text = await readFile(file, "utf8").catch(() => "");
  return /^process \d+ on [\w.-]{1,253}$/.test(text) ? text : "another process";
}
