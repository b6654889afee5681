/** What databases beside the index have after their disk was full for a while. */
import { randomBytes } from "node:crypto";
import { rm, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { toAddress, toBatchId, uintWord } from "../../../services/ledger/hex.js";
import { MemberIndex } from "../../../services/manifests/members.js";
import { openWebhookDatabase } from "../../../services/resolver/webhooks/database.js";
import { openLevelRows } from "../../../services/vault/levelRows.js";
import { noDisk, smallDisk } from "./temporary.fixture.js";

interface Kept {
  /** Some 2 kB by a number. */
  put(number: number): Promise<unknown>;
  has(number: number): Promise<boolean>;
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
        close: () => index.close(),
      };
    },
  ],
];

it.for(kinds)("%s has all that it took once there was room again", async ([, open], context) => {
  const disk = await smallDisk("3m");
  if (disk === null) return context.skip(noDisk);
  const location = join(disk, "kept");
  const kept = await open(location);
  await kept.put(0);
  const { bavail, bsize } = await statfs(disk);
  await writeFile(join(disk, "ballast"), Buffer.alloc(bavail * bsize - 8_192));
  const taken = [0];
  const fill = async () => {
    for (let number = 1; ; number++) {
      await kept.put(number);
      taken.push(number);
    }
  };
  await expect(fill()).rejects.toThrow();
  await expect(kept.put(1_000)).rejects.toThrow(/space|room/);
  await rm(join(disk, "ballast"));
  for (let number = 2_000; number < 2_050; number++) {
    await kept.put(number);
    taken.push(number);
  }
  await kept.close();

  const again = await open(location);
  for (const number of taken) expect(await again.has(number), `number ${number}`).toBe(true);
  await again.close();
});
