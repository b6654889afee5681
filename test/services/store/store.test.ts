import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { on } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { tables } from "../../../services/store/keys.js";
import { openStore, type Store } from "../../../services/store/store.js";
import { address, checkpoint, fingerprint, party } from "./model.fixture.js";
import {
  leaveRoom,
  makeRoom,
  noDisk,
  smallDisk,
  temporaryFolder,
  temporaryStore,
} from "./temporary.fixture.js";

const level = import.meta.resolve("level");

describe("opening a store", () => {
  it("refuses a folder without one, unless told to make it", async () => {
    const location = join(await temporaryFolder(), "none");
    await expect(openStore(location, { createIfMissing: false })).rejects.toMatchObject({
      code: "STORE_NOT_FOUND",
    });
    const store = await openStore(location, { createIfMissing: true });
    await store.close();
    await (await openStore(location, { createIfMissing: false })).close();
  });

  it("says that another process has it", async () => {
    const location = await temporaryFolder();
    const holder = spawn(process.execPath, [
      "--input-type=module",
      "-e",
      `import { Level } from ${JSON.stringify(level)};
       await new Level(${JSON.stringify(location)}).open();
       console.log("open"); setInterval(() => {}, 1000);`,
    ]);
    onTestFinished(() => void holder.kill("SIGKILL"));
    await new Promise((resolve) => holder.stdout.once("data", resolve));
    await expect(openStore(location, { createIfMissing: true })).rejects.toMatchObject({
      code: "STORE_LOCKED",
      hint: expect.stringContaining("other process"),
    });
  });

  it("says that it is damaged", async () => {
    const location = await temporaryFolder();
    await (await openStore(location, { createIfMissing: true })).close();
    const manifest = (await readFile(join(location, "CURRENT"), "utf8")).trim();
    await writeFile(join(location, manifest), "nonsense".repeat(100));
    await expect(openStore(location, { createIfMissing: true })).rejects.toMatchObject({
      code: "STORE_CORRUPT",
    });
  });

  it("says that the folder cannot be one", async () => {
    const location = join(await temporaryFolder(), "file");
    await writeFile(location, "");
    await expect(openStore(location, { createIfMissing: true })).rejects.toMatchObject({ code: "STORE_IO" });
  });

  it("refuses what another version of the key space wrote, and leaves it alone", async () => {
    const location = await temporaryFolder();
    const store = await openStore(location, { createIfMissing: true });
    await store.claim({ ...fingerprint, schema: fingerprint.schema + 1 });
    await store.close();
    const opening = () => openStore(location, { createIfMissing: true });
    await expect(opening()).rejects.toMatchObject({ code: "STORE_OTHER_VERSION" });
    await expect(opening()).rejects.toMatchObject({ code: "STORE_OTHER_VERSION" });
  });

  it("is shared by the threads of a process, which see each other's commits at once", async () => {
    const location = await temporaryFolder();
    const store = await openStore(location, { createIfMissing: true });
    onTestFinished(() => store.close());
    const code = `
      const { Level } = await import(${JSON.stringify(level)});
      const { parentPort } = await import("node:worker_threads");
      const db = new Level(${JSON.stringify(location)}, { keyEncoding: "hex", valueEncoding: "utf8" });
      await db.open({ multithreading: true });
      await db.put(${JSON.stringify(tables.party.key(address(7)))}, ${JSON.stringify(JSON.stringify(party(7)))});
      parentPort.postMessage("put");
      await db.close();`;
    const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`));
    await new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
    expect(store.read((view) => view.party(address(7)))).toEqual(party(7));
    await new Promise((resolve) => worker.once("exit", resolve));
    expect(store.read((view) => view.party(address(7)))).toEqual(party(7));
  });
});

describe("a commit in another thread", () => {
  it("is what the next reader sees, as soon as the thread says that it has committed", async () => {
    const location = await temporaryFolder();
    const store = await openStore(location, { createIfMissing: true });
    onTestFinished(() => store.close());
    const draft = store.draft();
    await draft.commit(checkpoint(1), { durable: false });
    const module = new URL("../../../dist/services/store/store.js", import.meta.url).href;
    const code = `
      import { parentPort, workerData } from "node:worker_threads";
      const { openStore } = await import(${JSON.stringify(module)});
      const store = await openStore(${JSON.stringify(location)}, { createIfMissing: false });
      parentPort.on("message", async (checkpoint) => {
        if (checkpoint === null) {
          await store.close();
          parentPort.close();
          return;
        }
        await store.draft().commit(checkpoint, { durable: false });
        parentPort.postMessage(checkpoint.number);
      });`;
    const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`));
    const told = on(worker, "message");
    for (let number = 2; number < 50; number++) {
      expect(store.read((view) => view.checkpoint()?.number)).toBe(number - 1);
      worker.postMessage(checkpoint(number));
      expect((await told.next()).value).toEqual([number]);
      expect(store.read((view) => view.checkpoint()?.number)).toBe(number);
    }
    worker.postMessage(null);
    await new Promise((resolve) => worker.once("exit", resolve));
  });
});

/** Some 400 kB. */
async function commit(store: Store, number: number): Promise<void> {
  const draft = store.draft();
  for (let n = 0; n < 100; n++) {
    const name = randomBytes(2_000).toString("hex");
    draft.put(tables.party, address(n), party(n, { name }));
  }
  await draft.commit(checkpoint(number), { durable: true });
}

/** Commits until there is no room. @returns the last block that went in. */
async function fill(store: Store): Promise<number> {
  for (let last = 0; ; last++) {
    try {
      await commit(store, last + 1);
    } catch (error) {
      expect(error).toMatchObject({ code: "STORE_DISK_FULL" });
      return last;
    }
  }
}

describe("a full disk", () => {
  it("ends a commit as a whole, and what was written before stays", async (context) => {
    const disk = await smallDisk("3m");
    if (disk === null) return context.skip(noDisk);
    const store = await openStore(join(disk, "store"), { createIfMissing: true });
    const last = await fill(store);
    expect(last).toBeGreaterThan(0);
    expect(store.read((view) => view.checkpoint()?.number)).toBe(last);
    await store.close();
  });

  it("is gone on from once there is room, by all who have the store open, also where Level's own work had found none", async (context) => {
    const disk = await smallDisk("96m");
    if (disk === null) return context.skip(noDisk);
    const location = join(disk, "store");
    const store = await openStore(location, { createIfMissing: true });
    const reader = await openStore(location, { createIfMissing: false });
    await leaveRoom(disk, 20_000_000);
    const last = await fill(store);
    const standing = (one: Store) => one.readAsync((view) => view.checkpoint()?.number);
    expect(await Promise.all([standing(store), standing(reader)])).toEqual([last, last]);
    await expect(store.mend()).rejects.toMatchObject({ code: "STORE_DISK_FULL" });
    await expect(commit(store, last + 1)).rejects.toMatchObject({ code: "STORE_DISK_FULL" });

    await makeRoom(disk);
    // A reader that comes while it is opened anew waits, and one that is there ends before.
    const reading = { going: true, asked: 0 };
    const read = (async () => {
      for (; reading.going; reading.asked++) {
        const found = await reader.readAsync(async (view) => {
          await setImmediate();
          return view.checkpoint()?.number;
        });
        expect(found).toBeGreaterThanOrEqual(last);
      }
    })();
    await vi.waitFor(() => store.mend(), { timeout: 15_000, interval: 100 });
    // What failed may be there after all, as a whole.
    const number = (await standing(store)) ?? 0;
    expect([last, last + 1]).toContain(number);
    await commit(store, number + 1);
    reading.going = false;
    await read;
    expect(reading.asked).toBeGreaterThan(0);
    expect(await Promise.all([standing(store), standing(reader)])).toEqual([number + 1, number + 1]);
    const names = await reader.readAsync((view) => view.party(address(7))?.name);
    expect(names).toHaveLength(4_000);
    await reader.close();
    await store.close();
  }, 30_000);
});

describe("a view", () => {
  it("stays at its moment while the follower writes", async () => {
    const store = await temporaryStore();
    const commit = async (number: number, name: string) => {
      const draft = store.draft();
      draft.put(tables.party, address(1), party(1, { name }));
      await draft.commit(checkpoint(number), { durable: false });
    };
    await commit(1, "before");
    await store.readAsync(async (view) => {
      expect(view.party(address(1))?.name).toBe("before");
      await commit(2, "after");
      expect(view.party(address(1))?.name).toBe("before");
      expect(view.checkpoint()?.number).toBe(1);
    });
    expect(store.read((view) => [view.party(address(1))?.name, view.checkpoint()?.number])).toEqual([
      "after",
      2,
    ]);
  });

  it("is new after each write, and old again after an undo", async () => {
    const store = await temporaryStore();
    const commit = async (number: number) => {
      const draft = store.draft();
      for (let n = 0; n < 3_000; n++) draft.put(tables.party, address(n), party(n, { name: `at ${number}` }));
      await draft.commit(checkpoint(number), { durable: false });
    };
    // More than a view remembers, each twice.
    const names = (): Set<string | undefined> =>
      store.read(
        (view) => new Set(Array.from({ length: 6_000 }, (_, n) => view.party(address(n % 3_000))?.name)),
      );
    await commit(1);
    expect(names()).toEqual(new Set(["at 1"]));
    await commit(2);
    expect(names()).toEqual(new Set(["at 2"]));
    await store.undoTo(1);
    expect(names()).toEqual(new Set(["at 1"]));
    await store.undoTo(null);
    expect(names()).toEqual(new Set([undefined]));
  });

  it("gives null for what is not there", async () => {
    const store = await temporaryStore();
    expect(store.read((view) => [view.checkpoint(), view.fingerprint(), view.party(address(1))])).toEqual([
      null,
      null,
      null,
    ]);
  });

  it("gives null for all of an empty store and what was claimed for the fingerprint", async () => {
    const store = await temporaryStore();
    await store.claim(fingerprint);
    expect(store.read((view) => view.fingerprint())).toEqual(fingerprint);
    expect(store.origin()).toBeNull();
  });

  it("says that the store is closed", async () => {
    const location = await temporaryFolder();
    const store = await openStore(location, { createIfMissing: true });
    await store.close();
    expect(() => store.read((view) => view.checkpoint())).toThrowError(
      expect.objectContaining({ code: "STORE_CLOSED" }),
    );
  });
});
