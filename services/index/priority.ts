import { readlinkSync } from "node:fs";
import { constants, getPriority, setPriority } from "node:os";
import { basename } from "node:path";

/** Of Unix's nice levels, which go up to 19: ten further, a thread gets a tenth of what the others get where there is not enough for all. */
const levelsBehind = 10;

/**
 * Lets the calling thread stand back behind the others of its process where the processors are short, as far as the system can:
 * Linux has a priority for each thread, which goes by the thread's own number.
 */
export function standBack(): void {
  if (process.platform !== "linux") return;
  try {
    // Read by the thread itself, and so its own.
    const thread = Number(basename(readlinkSync("/proc/thread-self")));
    setPriority(thread, Math.min(getPriority(thread) + levelsBehind, constants.priority.PRIORITY_LOW));
  } catch {
    // A sandbox may hide it or forbid it: the thread is then as any other.
  }
}
