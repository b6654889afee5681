/** Files that are there whole or not at all, whenever the process is killed or the power fails. */
import { randomBytes } from "node:crypto";
import { link, mkdir, open, rename, unlink } from "node:fs/promises";
import { dirname } from "node:path";

export interface WholeFileOptions {
  readonly mode?: number;
  /** Fail with `EEXIST` rather than replace a file. */
  readonly exclusive?: boolean;
}

/** Writes beside the file, flushes to the disk, then puts the new file in its place. Makes the folder if need be. */
export async function writeWholeFile(
  file: string,
  text: string,
  options: WholeFileOptions = {},
): Promise<void> {
  const dir = dirname(file);
  await mkdir(dir, { recursive: true });
  const partial = `${file}.${process.pid}-${randomBytes(4).toString("hex")}.partial`;
  try {
    await writeFlushed(partial, text, options.mode ?? 0o644);
    if (options.exclusive === true) await link(partial, file);
    else await rename(partial, file);
  } finally {
    // After a rename there is nothing left to remove.
    await unlink(partial).catch(() => undefined);
  }
  await flushFolder(dir);
}

async function writeFlushed(file: string, text: string, mode: number): Promise<void> {
  const handle = await open(file, "wx", mode);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes sure that what was renamed into a folder is there after a power failure. */
export async function flushFolder(dir: string): Promise<void> {
  // Windows cannot open a folder; there the rename itself is durable enough.
  if (process.platform === "win32") return;
  const handle = await open(dir, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
