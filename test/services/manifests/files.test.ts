/** Manifests as files: what lies under a name is right, whoever began to bring it. */
import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { toDigest } from "../../../services/ledger/hex.js";
import { ManifestFiles, type Part } from "../../../services/manifests/files.js";
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
    expect(await files.take(digest, part(0, 1, wrong))).toBe(1);
    expect(await files.take(digest, part(0, total))).toBe(total);
    expect(await readFile(files.path(digest))).toEqual(list);
    expect(await readdir(folder)).toEqual([digest.slice(2)]);
  });

  it("goes on with a list that comes in parts, where somebody else brings a wrong one whole", async () => {
    const wrong = Buffer.alloc(total, "x");
    await files.take(digest, part(0, 10));
    await expect(files.take(digest, part(0, total, wrong))).rejects.toMatchObject({
      code: "MANIFEST_WRONG_BYTES",
    });
    expect(await files.received(digest)).toBe(10);
    expect(await files.take(digest, part(10, total))).toBe(total);
    expect(await files.size(digest)).toBe(total);
  });

  it("begins anew with a list in parts, where somebody else has brought more than it has", async () => {
    const longer = Buffer.alloc(2 * total, "x");
    await files.take(digest, { offset: 0, bytes: longer, total: 3 * total });
    await expect(files.take(digest, part(2 * total, total))).rejects.toMatchObject({
      code: "MANIFEST_OUT_OF_STEP",
      details: { received: 0 },
    });
    expect(await files.take(digest, part(0, 10))).toBe(10);
    expect(await files.take(digest, part(10, total))).toBe(total);
    expect(await readFile(files.path(digest))).toEqual(list);
  });

  it("takes over a file of this machine, whatever somebody else has begun, and no other file", async () => {
    const own = join(await temporaryFolder(), "own.list");
    await files.take(digest, part(0, 1, Buffer.alloc(total, "x")));
    await writeFile(own, "another");
    await expect(files.adopt(digest, own)).rejects.toMatchObject({ code: "MANIFEST_WRONG_BYTES" });
    await writeFile(own, Buffer.alloc(1_001));
    await expect(files.adopt(digest, own)).rejects.toMatchObject({ code: "MANIFEST_TOO_LARGE" });
    expect(await files.size(digest)).toBeNull();
    await writeFile(own, list);
    await files.adopt(digest, own);
    expect(await readFile(files.path(digest))).toEqual(list);
    expect(await readdir(folder)).toEqual([digest.slice(2)]);
  });
});
