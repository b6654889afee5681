/** Files that keep other processes from what one of them works on. What a process left that was killed is taken over. */
import { readFile, unlink } from "node:fs/promises";
import { writeWholeFile } from "./wholeFile.js";

export type LockAttempt =
  | { readonly isHeld: true; readonly release: () => Promise<void> }
  /** @param process The one that has it. */
  | { readonly isHeld: false; readonly process: number };

/** Those that this process has or tries to get: its number in a file may be that of one before, as it always is in a container. */
const own = new Set<string>();

export async function tryLock(file: string): Promise<LockAttempt> {
  if (own.has(file)) return { isHeld: false, process: process.pid };
  own.add(file);
  try {
    const holder = await take(file);
    if (holder === null) return { isHeld: true, release: () => release(file) };
    own.delete(file);
    return { isHeld: false, process: holder };
  } catch (error) {
    own.delete(file);
    throw error;
  }
}

/** @returns null where it was taken, else the process that has it. */
async function take(file: string): Promise<number | null> {
  for (;;) {
    try {
      // With its number in it from the first moment, so that nobody takes it for one that was left.
      await writeWholeFile(file, String(process.pid), { mode: 0o600, exclusive: true });
      return null;
    } catch (cause) {
      if (codeOf(cause) !== "EEXIST") throw cause;
    }
    const holder = await holderOf(file);
    if (holder !== null) return holder;
    await unlink(file).catch(ignoreMissing);
  }
}

async function release(file: string): Promise<void> {
  await unlink(file).catch(ignoreMissing);
  own.delete(file);
}

/** null where nobody has it any more. */
async function holderOf(file: string): Promise<number | null> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    ignoreMissing(cause);
    return "";
  });
  const holder = Number(text);
  const isLeft = !Number.isSafeInteger(holder) || holder <= 0 || holder === process.pid;
  return isLeft || !isRunning(holder) ? null : holder;
}

function isRunning(other: number): boolean {
  try {
    process.kill(other, 0);
    return true;
  } catch (cause) {
    // Another user's may not be signalled, but is there.
    return codeOf(cause) !== "ESRCH";
  }
}

function ignoreMissing(cause: unknown): void {
  if (codeOf(cause) !== "ENOENT") throw cause;
}

function codeOf(cause: unknown): unknown {
  return cause instanceof Error && "code" in cause ? cause.code : undefined;
}
