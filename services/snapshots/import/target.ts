/** The folder that an index is made in: beside its place, so that it is there as a whole or not at all. */
import { open, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { StoreError } from "../../store/errors.js";
import { openStore, type Store } from "../../store/store.js";
import { SnapshotError } from "../errors.js";

export interface Target {
  readonly store: Store;
  /** Puts the index in its place. */
  accept(): Promise<void>;
  /** Leaves nothing behind. */
  discard(): Promise<void>;
}

/** @throws SnapshotError SNAPSHOT_TARGET_IN_USE; StoreError. */
export async function openTarget(location: string): Promise<Target> {
  const place = resolve(location);
  const why = await whyTaken(place);
  if (why !== null) {
    throw new SnapshotError("SNAPSHOT_TARGET_IN_USE", `${location} ${why}.`, {
      hint: "Name another folder, or stop the resolver and delete this one.",
      details: { location },
    });
  }
  const workplace = `${place}.importing`;
  await clear(workplace, location);
  const store = await openStore(workplace, { createIfMissing: true });
  return {
    store,
    async accept() {
      await store.close();
      await rename(workplace, place);
      await flushFolder(dirname(place));
    },
    async discard() {
      await store.close();
      await rm(workplace, { recursive: true, force: true });
    },
  };
}

/** null where the place is free. */
async function whyTaken(place: string): Promise<string | null> {
  try {
    return (await readdir(place)).length === 0 ? null : "is not empty";
  } catch (raised) {
    const code = raised instanceof Error && "code" in raised ? raised.code : undefined;
    if (code === "ENOENT") return null;
    return code === "ENOTDIR" ? "is no folder" : `cannot be looked into (${String(code)})`;
  }
}

/** Takes away what an import left that was killed; one that is under way has its folder locked. */
async function clear(workplace: string, location: string): Promise<void> {
  try {
    const left = await openStore(workplace, { createIfMissing: false });
    await left.close();
  } catch (raised) {
    if (!(raised instanceof StoreError)) throw raised;
    if (raised.code === "STORE_LOCKED") {
      throw new SnapshotError(
        "SNAPSHOT_TARGET_IN_USE",
        `Another import into ${location} is under way (${basename(workplace)}).`,
        { hint: "Wait for it to end.", details: { location }, cause: raised },
      );
    }
  }
  await rm(workplace, { recursive: true, force: true });
}

async function flushFolder(folder: string): Promise<void> {
  // Windows cannot open a folder.
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
