import { copyFileSync, existsSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * anvil overwrites its state file in place once a second, so a kill at the wrong moment leaves half a file.
 * A copy that is known to be whole lies beside it.
 */
const backupInterval = 5_000;

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
  let copied = 0;
  const copy = () => {
    const changed = existsSync(state) ? statSync(state).mtimeMs : 0;
    if (changed === copied) return;
    const fresh = `${backupOf(state)}.new`;
    if (existsSync(state)) copyFileSync(state, fresh);
    if (!isWhole(fresh)) return;
    renameSync(fresh, backupOf(state));
    copied = changed;
  };
  const timer = setInterval(copy, backupInterval);
  timer.unref();
  return () => {
    clearInterval(timer);
    copy();
  };
}

function isWhole(file: string): boolean {
  if (!existsSync(file)) return false;
  try {
    JSON.parse(readFileSync(file, "utf8"));
    return true;
  } catch {
    return false; // cut off: that is what is asked here
  }
}
