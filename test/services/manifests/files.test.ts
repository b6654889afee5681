/** Manifests as files: what lies under a name is right, whoever began to bring it. */
import { createHash } from "node:crypto";
import { readdir, readFile, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { toDigest } from "../../../services/ledger/hex.js";
import { ManifestFiles, type Part } from "../../../services/manifests/files.js";
import type { Upload } from "../../../services/manifests/uploads.js";
import { temporaryFolder } from "../store/temporary.fixture.js";

const list = Buffer.from("01/09506000134352/21/A\n01/09506000134352/21/B\n");
const digest = toDigest(`0x${createHash("sha256").update(list).digest("hex")}`);
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

  it("takes a list that comes whole, whatever somebody else has begun", async () => {
    const wrong = Buffer.alloc(total, "x");
    expect(await files.take(digest, "put", part(0, 1, wrong))).toBe(1);
    expect(await files.take(digest, "put", part(0, total))).toBe(total);
    expect(await readFile(files.path(digest))).toEqual(list);
    expect(await uploads()).toEqual(["put"]);
  });

  it("goes on with a list that comes in parts, where somebody else brings a wrong one whole", async () => {
    const wrong = Buffer.alloc(total, "x");
    await files.take(digest, "put", part(0, 10));
    await expect(files.take(digest, "put", part(0, total, wrong))).rejects.toMatchObject({
      code: "MANIFEST_WRONG_BYTES",
    });
    expect(await files.received(digest, "put")).toBe(10);
    expect(await files.take(digest, "put", part(10, total))).toBe(total);
    expect(await files.size(digest)).toBe(total);
  });

  it("begins anew with a list in parts, where somebody else has brought more than it has", async () => {
    const longer = Buffer.alloc(2 * total, "x");
    await files.take(digest, "put", { offset: 0, bytes: longer, total: 3 * total });
    await expect(files.take(digest, "put", part(2 * total, total))).rejects.toMatchObject({
      code: "MANIFEST_OUT_OF_STEP",
      details: { received: 0 },
    });
    expect(await files.take(digest, "put", part(0, 10))).toBe(10);
    expect(await files.take(digest, "put", part(10, total))).toBe(total);
    expect(await readFile(files.path(digest))).toEqual(list);
  });

  it("takes over a file of this machine, whatever somebody else has begun, and no other file", async () => {
    const own = join(await temporaryFolder(), "own.list");
    await files.take(digest, "put", part(0, 1, Buffer.alloc(total, "x")));
    await writeFile(own, "another");
    await expect(files.adopt(digest, own)).rejects.toMatchObject({ code: "MANIFEST_WRONG_BYTES" });
    await writeFile(own, Buffer.alloc(1_001));
    await expect(files.adopt(digest, own)).rejects.toMatchObject({ code: "MANIFEST_TOO_LARGE" });
    expect(await files.size(digest)).toBeNull();
    await writeFile(own, list);
    await files.adopt(digest, own);
    expect(await readFile(files.path(digest))).toEqual(list);
    expect(await uploads()).toEqual(["put"]);
  });

  it("puts no two uploads together", async () => {
    const [mine, other] = ["put-mine-mine-mine-mine", "put"] as const;
    expect(await files.take(digest, mine, part(0, 10))).toBe(10);
    expect(await files.take(digest, other, part(0, 20, Buffer.alloc(total, "x")))).toBe(20);
    await expect(files.take(digest, other, { ...part(20, 21), total: 21 })).rejects.toMatchObject({
      code: "MANIFEST_WRONG_BYTES",
    });
    expect(await files.take(digest, mine, part(10, total))).toBe(total);
    expect(await readFile(files.path(digest))).toEqual(list);
  });

  it("takes the same part of one upload twice at once, in two threads", async () => {
    const thread = await ManifestFiles.open(folder, 1_000);
    const upload = "put-mine-mine-mine-mine";
    await Promise.allSettled([files, thread].map((each) => each.take(digest, upload, part(0, 10))));
    expect(await files.received(digest, upload)).toBe(10);
    expect(await thread.take(digest, upload, part(10, total))).toBe(total);
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
    await begin("put");
    expect(await uploads()).toEqual(["put", ...names.filter((_name, at) => at !== 1)]);
    for (const upload of await uploads()) await came(upload, 25 * 60);
    await files.take(digest, "put", goOn);
    expect(await uploads()).toEqual(["put"]);
  });

  it("throws away what has hardly begun before what has cost its uploader more", async () => {
    const large = await ManifestFiles.open(folder, 8 * 1024 * 1024);
    const bytes = Buffer.alloc(5 * 1024 * 1024);
    await large.take(digest, "import", { offset: 0, bytes, total: bytes.length + 1 });
    await came("import", 60);
    for (let at = 0; at < 300; at++) await writeFile(placeOf(`put-${at}`), "x");
    await large.take(digest, "put", part(0, 1));
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
