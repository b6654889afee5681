/** What databases beside the index have after their disk was full for a while. */
import { randomBytes } from "node:crypto";
import { on } from "node:events";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { expect, it, vi } from "vitest";
import { isDiskFull } from "../../../services/errors/diskFull.js";
import { toAddress, toBatchId, uintWord } from "../../../services/ledger/hex.js";
import { MemberIndex } from "../../../services/manifests/members.js";
import { openWebhookDatabase } from "../../../services/resolver/webhooks/database.js";
import { openLevelRows } from "../../../services/vault/levelRows.js";
import { leaveRoom, makeRoom, noDisk, smallDisk } from "./temporary.fixture.js";

interface Kept {
  /** Some 2 kB by a number. */
  put(number: number): Promise<unknown>;
  has(number: number): Promise<boolean>;
  isWritable(): boolean;
  close(): Promise<void>;
}

const filling = () => randomBytes(1_000).toString("hex");
const idOf = (number: number) => number.toString(16).padStart(24, "0");

const kinds: readonly (readonly [string, (location: string) => Promise<Kept>])[] = [
  [
    "the vault",
    async (location) => {
      const rows = await openLevelRows(location);
      return {
        put: (number) => rows.write([[`row ${number}`, Buffer.from(filling())]]),
        has: async (number) => (await rows.get(`row ${number}`)) !== null,
        isWritable: rows.isWritable,
        close: rows.close,
      };
    },
  ],
  [
    "the folder of webhooks",
    async (location) => {
      const database = await openWebhookDatabase(location);
      const rest = { filter: {}, finality: "final" as const, secret: "", created: 0, after: "0" };
      const party = toAddress(`0x${"11".repeat(20)}`);
      return {
        put: (number) => database.add({ ...rest, id: idOf(number), party, url: filling() }),
        has: async (number) => (await database.subscription(idOf(number))) !== null,
        isWritable: database.isWritable,
        close: database.close,
      };
    },
  ],
  [
    "the index over lists",
    async (location) => {
      const index = await MemberIndex.open(location);
      const id = (number: number) => toBatchId(uintWord(BigInt(number + 1)));
      return {
        async put(number) {
          await index.begin(id(number));
          await index.addTexts(number, [[0n, [filling()]]]);
          await index.end(id(number), "indexed");
        },
        has: async (number) => index.batch(id(number))?.state === "indexed",
        isWritable: () => index.isWritable(),
        close: () => index.close(),
      };
    },
  ],
];

/** Puts until there is no room. @returns what was taken. */
async function fill(kept: Pick<Kept, "put">): Promise<readonly number[]> {
  for (const taken: number[] = []; ; ) {
    const number = taken.length + 1;
    try {
      await kept.put(number);
    } catch (error) {
      expect(isDiskFull(error)).toBe(true);
      return taken;
    }
    taken.push(number);
  }
}

it.for(kinds)("%s has all that it took once there was room again", async ([, open], context) => {
  const disk = await smallDisk("3m");
  if (disk === null) return context.skip(noDisk);
  const location = join(disk, "kept");
  const kept = await open(location);
  await kept.put(0);
  await leaveRoom(disk, 8_192);
  const taken = [0, ...(await fill(kept))];
  await expect(kept.put(1_000)).rejects.toThrow(/space|room/);
  await makeRoom(disk);
  for (let number = 2_000; number < 2_050; number++) {
    await kept.put(number);
    taken.push(number);
  }
  await kept.close();

  const again = await open(location);
  for (const number of taken) expect(await again.has(number), `number ${number}`).toBe(true);
  await again.close();
});

const patiently = { timeout: 15_000, interval: 50 };

it.for(kinds)(
  "%s goes on by itself after Level's own work found no room, whoever has it open",
  async ([name, open], context) => {
    const disk = await smallDisk("64m");
    if (disk === null) return context.skip(noDisk);
    const location = join(disk, "kept");
    const kept = await open(location);
    const other = await open(location);
    await kept.put(0);
    // More than Level gathers before it makes a table of it, and not enough for the table.
    await leaveRoom(disk, name === "the index over lists" ? 18_000_000 : 5_000_000);
    const taken = [0, ...(await fill(kept))];
    expect([kept.isWritable(), other.isWritable()]).toEqual([false, false]);
    await expect(kept.put(100_000)).rejects.toThrow(/space|room/);
    for (const one of [kept, other]) expect(await one.has(taken.at(-1) ?? 0)).toBe(true);

    await makeRoom(disk);
    await vi.waitFor(() => other.put(200_000), patiently);
    await kept.put(200_001);
    expect([kept.isWritable(), other.isWritable()]).toEqual([true, true]);
    taken.push(200_000, 200_001);
    for (const number of taken) expect(await kept.has(number), `number ${number}`).toBe(true);
    await other.close();
    await kept.close();

    const again = await open(location);
    for (const number of taken) expect(await again.has(number), `number ${number}`).toBe(true);
    await again.close();
  },
);

it("is opened anew by all threads of the process together", async (context) => {
  const disk = await smallDisk("64m");
  if (disk === null) return context.skip(noDisk);
  const location = join(disk, "kept");
  const rows = await openLevelRows(location);
  const module = new URL("../../../dist/services/vault/levelRows.js", import.meta.url).href;
  const code = `
    import { parentPort, workerData } from "node:worker_threads";
    const { openLevelRows } = await import(${JSON.stringify(module)});
    const rows = await openLevelRows(workerData);
    parentPort.on("message", async ({ put, get }) => {
      if (put !== undefined) await rows.write([[put, Buffer.from(put)]]);
      if (get !== undefined) parentPort.postMessage((await rows.get(get)) !== null);
      if (put === undefined && get === undefined) {
        await rows.close();
        parentPort.close();
      } else if (put !== undefined) parentPort.postMessage(true);
    });
    parentPort.postMessage(true);`;
  const url = new URL(`data:text/javascript,${encodeURIComponent(code)}`);
  const thread = new Worker(url, { workerData: location });
  const told = on(thread, "message");
  await told.next();
  const ask = async (question: object) => {
    thread.postMessage(question);
    return (await told.next()).value;
  };
  const row = (number: number) => `row ${number}`;
  await leaveRoom(disk, 5_000_000);
  const taken = await fill({
    put: (number) => rows.write([[row(number), Buffer.from(filling())]]),
  });
  const last = row(taken.at(-1) ?? 0);
  expect(await ask({ get: last })).toEqual([true]);

  await makeRoom(disk);
  await vi.waitFor(() => rows.mend(), patiently);
  expect(rows.isWritable()).toBe(true);
  await rows.write([["from here", Buffer.from("1")]]);
  expect(await ask({ get: "from here" })).toEqual([true]);
  expect(await ask({ get: last })).toEqual([true]);
  expect(await ask({ put: "from there" })).toEqual([true]);
  expect(await rows.get("from there")).not.toBeNull();
  const gone = new Promise((resolve) => thread.once("exit", resolve));
  thread.postMessage({});
  await gone;
  await rows.close();
});
