/** Plans that nobody carried out. Each has lists as long as its file, and nobody comes back to it once the file has changed. */
import type { Stats } from "node:fs";
import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { isAbsence } from "../../errors/absence.js";
import { tryLockIn } from "../../ledger/processLock.js";
import { heldFolder, journalFile } from "./folder.js";
import { forget, isForgotten, readPrepared } from "./prepare.js";

/** For so long after somebody worked with it a plan is kept. */
const keptMs = 7 * 86_400_000;

/**
 * Throws away what was worked out of files and not begun to be sent, a week after it was last looked at; never what another process has. What a kill
 * left of something that was thrown away goes too.
 * @param parent Folder of all registrations.
 * @param now Milliseconds since 1970.
 */
export async function forgetPlans(parent: string, now: number): Promise<void> {
  for (const name of await namesIn(parent)) {
    const folder = join(parent, name);
    if (isForgotten(name)) await rm(folder, { recursive: true, force: true });
    if (!/^[0-9a-f]{32}$/.test(name) || !(await isLeft(folder, now))) continue;
    const lock = await tryLockIn(heldFolder(folder));
    if (lock?.isHeld !== true) continue;
    try {
      if (!(await isBegun(folder))) await forget(folder);
    } finally {
      await lock.release();
    }
  }
}

async function isLeft(folder: string, now: number): Promise<boolean> {
  const times = await Promise.all([changed(folder), changed(heldFolder(folder))]);
  return now - Math.max(...times) > keptMs && !(await isBegun(folder));
}

/** What was begun has to be gone on with in the same way, and what it sent to be known. */
async function isBegun(folder: string): Promise<boolean> {
  const journal = await infoOf(journalFile(folder));
  if (journal !== null && journal.size > 0) return true;
  const prepared = await readPrepared(folder);
  // What cannot be read may have been begun.
  return prepared === "unreadable" || prepared?.begun === true;
}

/** 0 for what is not there. */
const changed = async (path: string): Promise<number> => (await infoOf(path))?.mtimeMs ?? 0;

/** null for what is not there; of all else nobody knows what would be thrown away. */
async function infoOf(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch (error) {
    if (isAbsence(error)) return null;
    throw error;
  }
}

/** None where there is no such folder. */
async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isAbsence(error)) return [];
    throw error;
  }
}
