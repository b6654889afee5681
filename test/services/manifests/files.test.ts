/** Manifests as files: what lies under a name is right, whoever began to bring it. */
import { readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { beforeEach, describe, expect, it } from "vitest";
import { sha256 } from "../../../services/importers/digest.js";
import { ManifestFiles, type Part } from "../../../services/manifests/files.js";
import type { Upload } from "../../../services/manifests/uploads.js";
import { noDisk, smallDisk, temporaryFolder } from "../store/temporary.fixture.js";

const list = Buffer.from("01/09506000134352/21/A\n01/09506000134352/21/B\n");
const digest = sha256(list);
const total = list.length;
const part = (from: number, to: number, bytes: Buffer = list): Part => ({
  offset: from,
  bytes: bytes.subarray(from, to),
  total,
});

describe("a folder of manifests", () => {
  let folder: string;
  let files: ManifestFiles;
  beforeEach(async () => {
    folder = await temporaryFolder();
    files = await ManifestFiles.open(folder, 1_000);
  });
  const mine = "put-mine-mine-mine-mine";
  const other = "put-others-others-others";
  const whole = { received: total, total };

  it("takes a list that comes whole, whatever somebody else has begun", async () => {
    const wrong = Buffer.alloc(total, "x");
    expect(await files.take(digest, other, part(0, 1, wrong))).toEqual({ received: 1, total });
    expect(await files.takeWhole(digest, list)).toEqual(whole);
    expect(await readFile(files.path(digest))).toEqual(list);
    expect(await uploads()).toEqual([other]);
  });

  it("goes on with a list that comes in parts, where somebody else brings a wrong one whole", async () => {
    const wrong = Buffer.alloc(total, "x");
    await files.take(digest, mine, part(0, 10));
    await expect(files.takeWhole(digest, wrong)).rejects.toMatchObject({ code: "MANIFEST_WRONG_BYTES" });
    expect(await files.received(digest, mine)).toBe(10);
    expect(await files.take(digest, mine, part(10, total))).toEqual(whole);
    expect(await files.size(digest)).toBe(total);
  });

  it("begins anew with a list in parts, where more came in before than it has", async () => {
    const longer = Buffer.alloc(2 * total, "x");
    await files.take(digest, mine, { offset: 0, bytes: longer, total: 3 * total });
    await expect(files.take(digest, mine, part(2 * total, total))).rejects.toMatchObject({
      code: "MANIFEST_OUT_OF_STEP",
      details: { received: 0 },
    });
    await files.take(digest, mine, part(0, 10));
    expect(await files.take(digest, mine, part(10, total))).toEqual(whole);
    expect(await readFile(files.path(digest))).toEqual(list);
  });

  it("takes over a file of this machine, whatever somebody else has begun, and no other file", async () => {
    const own = join(await temporaryFolder(), "own.list");
    await files.take(digest, other, part(0, 1, Buffer.alloc(total, "x")));
    await writeFile(own, "another");
    await expect(files.adopt(digest, own)).rejects.toMatchObject({ code: "MANIFEST_WRONG_BYTES" });
    await writeFile(own, Buffer.alloc(1_001));
    await expect(files.adopt(digest, own)).rejects.toMatchObject({ code: "MANIFEST_TOO_LARGE" });
    expect(await files.size(digest)).toBeNull();
    await writeFile(own, list);
    await files.adopt(digest, own);
    expect(await readFile(files.path(digest))).toEqual(list);
    expect(await uploads()).toEqual([other]);
  });

  it("puts no two uploads together", async () => {
    await files.take(digest, mine, part(0, 10));
    await files.take(digest, other, part(0, 20, Buffer.alloc(total, "x")));
    await expect(files.take(digest, other, { ...part(20, 21), total: 21 })).rejects.toMatchObject({
      code: "MANIFEST_WRONG_BYTES",
    });
    expect(await files.take(digest, mine, part(10, total))).toEqual(whole);
    expect(await readFile(files.path(digest))).toEqual(list);
  });

  it("takes the same part of one upload twice at once, in two threads", async () => {
    const thread = await ManifestFiles.open(folder, 1_000);
    await Promise.allSettled([files, thread].map((each) => each.take(digest, mine, part(0, 10))));
    expect(await files.received(digest, mine)).toBe(10);
    expect(await thread.take(digest, mine, part(10, total))).toEqual(whole);
  });

  it("has the list whole for each of several threads that end one upload at once", async () => {
    const threads = await Promise.all(Array.from({ length: 6 }, () => ManifestFiles.open(folder, 1_000_000)));
    for (let round = 0; round < 12; round++) {
      const large = Buffer.alloc(200_000 + round, "01/09506000134352/21/A\n");
      const of = sha256(large);
      const bytes = (from: number, to: number): Part => ({
        offset: from,
        bytes: large.subarray(from, to),
        total: large.length,
      });
      await threads[0]?.take(of, mine, bytes(0, 100_000));
      const ends = threads.map(async (thread, at) => {
        for (let turn = 0; turn < at * round; turn++) await setImmediate();
        return await thread.take(of, mine, bytes(100_000, large.length));
      });
      const stored = { received: large.length, total: large.length };
      expect(await Promise.all(ends)).toEqual(threads.map(() => stored));
      expect(await readFile(files.path(of))).toEqual(large);
    }
  });

  it("takes a part of which a piece is there, as another thread is writing it", async () => {
    await files.take(digest, mine, part(0, 14));
    expect(await files.take(digest, mine, part(10, total))).toEqual(whole);
    expect(await readFile(files.path(digest))).toEqual(list);
  });

  it("has the list whole for somebody whose other bytes are looked at while it comes", async () => {
    const roomy = await ManifestFiles.open(folder, 100_000_000);
    const wrong = Buffer.alloc(30_000_000, "x");
    await roomy.take(digest, other, { offset: 0, bytes: wrong.subarray(1), total: wrong.length });
    await roomy.take(digest, mine, part(0, 10));
    const last = { offset: wrong.length - 1, bytes: wrong.subarray(0, 1), total: wrong.length };
    const ends = [roomy.take(digest, other, last), roomy.take(digest, mine, part(10, total))];
    expect(await Promise.all(ends)).toEqual([whole, whole]);
    expect(await uploads()).toEqual([]);
  });

  it("has the list whole where the process was killed before it looked at the last part", async () => {
    await writeFile(placeOf(mine), list);
    expect(await files.take(digest, mine, part(0, 10))).toEqual(whole);
    expect(await readFile(files.path(digest))).toEqual(list);
    expect(await uploads()).toEqual([]);
  });

  it("says how much a list has that is here, whatever its bringer believes", async () => {
    await files.takeWhole(digest, list);
    expect(await files.take(digest, mine, { offset: 0, bytes: list.subarray(0, 1), total: 5 })).toEqual(
      whole,
    );
  });

  it("says that the disk is full, and goes on from what came in once there is room", async (context) => {
    const disk = await smallDisk("1m");
    if (disk === null) return context.skip(noDisk);
    const small = await ManifestFiles.open(disk, 1_000_000);
    const large = Buffer.alloc(300_000, "01/09506000134352/21/A\n");
    const of = sha256(large);
    const [first, rest] = [large.subarray(0, 100_000), large.subarray(100_000)];
    await small.take(of, mine, { offset: 0, bytes: first, total: large.length });
    await writeFile(join(disk, "in-the-way"), Buffer.alloc(800_000));
    const others = { offset: 100_000, bytes: rest, total: large.length };
    await expect(small.take(of, mine, others)).rejects.toMatchObject({ code: "MANIFEST_DISK_FULL" });
    await expect(small.takeWhole(of, large)).rejects.toMatchObject({ code: "MANIFEST_DISK_FULL" });
    await rm(join(disk, "in-the-way"));
    const offset = await small.received(of, mine);
    expect(offset).toBeGreaterThanOrEqual(100_000);
    const stored = { received: large.length, total: large.length };
    const left = { offset, bytes: large.subarray(offset), total: large.length };
    expect(await small.take(of, mine, left)).toEqual(stored);
    expect(await readFile(small.path(of))).toEqual(large);
  });

  it("throws away what nothing comes to, and what a killed process and earlier releases left", async () => {
    await files.take(digest, mine, part(0, 10));
    await files.take(digest, other, part(0, 10));
    await came(other, 25 * 60);
    await files.removeStale();
    expect(await uploads()).toEqual([mine]);
    await writeFile(join(folder, "uploads", `${digest.slice(2)}.copy-of-a-killed-process`), list);
    await writeFile(`${files.path(digest)}.part`, list);
    await files.removeAbandoned();
    expect(await uploads()).toEqual([mine]);
    expect(await readdir(folder)).toEqual(["uploads"]);
  });

  it("has room for four of the largest lists that are not whole, and throws away those that nothing comes to", async () => {
    const begin = (upload: Upload) =>
      files.take(digest, upload, { offset: 0, bytes: Buffer.alloc(900), total: 1_000 });
    const names = ["a", "b", "c", "d"].map((name): Upload => `put-${name.repeat(16)}`);
    for (const [at, upload] of names.entries()) {
      await begin(upload);
      await came(upload, 10 - at);
    }
    const goOn = { offset: 900, bytes: Buffer.alloc(10), total: 1_000 };
    await files.take(digest, `put-${"a".repeat(16)}`, goOn);
    await begin(other);
    expect(await uploads()).toEqual([...names.filter((_name, at) => at !== 1), other]);
    for (const upload of await uploads()) await came(upload, 25 * 60);
    await files.take(digest, other, goOn);
    expect(await uploads()).toEqual([other]);
  });

  it("throws away what has hardly begun before what has cost its uploader more", async () => {
    const large = await ManifestFiles.open(folder, 8 * 1024 * 1024);
    const bytes = Buffer.alloc(5 * 1024 * 1024);
    await large.take(digest, "import", { offset: 0, bytes, total: bytes.length + 1 });
    await came("import", 60);
    for (let at = 0; at < 300; at++) await writeFile(placeOf(`put-${at}`), "x");
    await large.take(digest, mine, part(0, 1));
    expect(await large.received(digest, "import")).toBe(bytes.length);
    expect(await uploads()).toHaveLength(256);
  });

  const placeOf = (upload: string) => join(folder, "uploads", `${digest.slice(2)}.${upload}`);
  const uploads = async () =>
    (await readdir(join(folder, "uploads"))).map((name) => name.slice(digest.length - 1)).sort();
  /** As if its last part had come so many minutes ago. */
  async function came(upload: string, minutes: number): Promise<void> {
    const then = new Date(Date.now() - minutes * 60_000);
    await utimes(placeOf(upload), then, then);
  }
});
