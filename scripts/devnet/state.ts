import { createHash } from "node:crypto";
import { copyFileSync, existsSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * anvil overwrites its state file in place every few seconds, so a kill at the wrong moment leaves half a file.
 * A copy that is known to be whole lies beside it.
 */
const backupInterval = 5_000;

/** anvil writes the whole state each time, changed or not: what is large is written less often. */
const bytesPerSecond = 16 * 1024 * 1024;

/** Seconds between two writes of the state, which are the most that a killed devnet loses. */
export function stateInterval(state: string): number {
  return 1 + (existsSync(state) ? Math.floor(statSync(state).size / bytesPerSecond) : 0);
}

const backupOf = (state: string) => `${state}.whole`;

/**
 * The time of block 0, in Unix seconds: now for a new chain, and the same as long as there is state of that chain.
 * Without it anvil makes another block 0 at each start, beside the one in its state, and shows now the one, now the other.
 * A chain that has lost all its state gets a new one, so that nobody takes it for the old chain.
 */
export function genesisTime(folder: string, state: string): number {
  const file = join(folder, "genesis-time");
  if (!existsSync(file) || !existsSync(state)) writeFileSync(file, String(Math.floor(Date.now() / 1_000)));
  return Number(readFileSync(file, "utf8"));
}

/** Puts the last whole copy in the place of a state file that is cut off. */
export function restoreState(state: string): void {
  if (isWhole(state)) return;
  const backup = backupOf(state);
  if (existsSync(state)) renameSync(state, `${state}.broken`);
  if (isWhole(backup)) copyFileSync(backup, state);
}

/**
 * Copies the state file whenever it changed and is whole.
 * @returns a function that ends this, after a last copy.
 */
export function keepBackup(state: string): () => void {
  let copied = "";
  const copy = () => {
    if (!existsSync(state)) return;
    const bytes = readFileSync(state);
    // Its time says nothing: anvil writes what has not changed too.
    const digest = createHash("sha256").update(bytes).digest("hex");
    if (digest === copied || !isJson(bytes.toString())) return;
    const fresh = `${backupOf(state)}.new`;
    writeFileSync(fresh, bytes);
    renameSync(fresh, backupOf(state));
    copied = digest;
  };
  const timer = setInterval(copy, backupInterval);
  timer.unref();
  return () => {
    clearInterval(timer);
    copy();
  };
}

function isWhole(file: string): boolean {
  return existsSync(file) && isJson(readFileSync(file, "utf8"));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false; // cut off: that is what is asked here
  }
}
