/** Plans that nobody carried out. Each has lists as long as its file, and nobody comes back to it once the file has changed. */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { tryLock } from "../../ledger/processLock.js";
import { heldFolder, journalFile } from "./folder.js";
import { forget, readPrepared } from "./prepare.js";

/** For so long after somebody worked with it a plan is kept. */
const keptMs = 7 * 86_400_000;

/**
 * Throws away what was worked out of files and not begun to be sent, a week after it was last looked at; never what another process has.
 * @param parent Folder of all registrations.
 * @param now Milliseconds since 1970.
 */
export async function forgetPlans(parent: string, now: number): Promise<void> {
  for (const name of await namesIn(parent)) {
    const folder = join(parent, name);
    if (!/^[0-9a-f]{32}$/.test(name) || !(await isLeft(folder, now))) continue;
    const lock = await tryLock(heldFolder(folder));
    if (!lock.isHeld) continue;
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
  const journal = await stat(journalFile(folder)).catch(() => null);
  return (journal?.size ?? 0) > 0 || (await readPrepared(folder))?.begun === true;
}

/** 0 for what is not there. */
const changed = async (path: string): Promise<number> => (await stat(path).catch(() => null))?.mtimeMs ?? 0;

/** None where there is no such folder. */
const namesIn = (folder: string): Promise<readonly string[]> => readdir(folder).catch(() => []);
