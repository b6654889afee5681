import { spawnSync } from "node:child_process";
import { mkdtemp, rm, statfs, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { openStore, type Store } from "../../../services/store/store.js";

/** A folder that goes when the test ends. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "cadastre-store-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** An empty store that is closed and goes when the test ends. */
export async function temporaryStore(): Promise<Store> {
  const store = await openStore(await temporaryFolder(), { createIfMissing: true });
  onTestFinished(() => store.close());
  return store;
}

/** Why a test has none. */
export const noDisk = "a disk of its own can only be mounted by root on Linux";

/** A disk of that size, such as `3m`; null where none can be had. It goes when the test ends. */
export async function smallDisk(size: string): Promise<string | null> {
  const folder = await temporaryFolder();
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", folder]);
  if (mounted.status !== 0) return null;
  onTestFinished(() => void spawnSync("umount", [folder]));
  return folder;
}

const ballast = "ballast";

/** Takes all room of a disk but so many bytes. */
export async function leaveRoom(disk: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(disk);
  await writeFile(join(disk, ballast), Buffer.alloc(bavail * bsize - bytes));
}

/** Gives it back. */
export const makeRoom = (disk: string): Promise<void> => rm(join(disk, ballast));
