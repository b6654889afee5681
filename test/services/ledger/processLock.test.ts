import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { tryLock } from "../../../services/ledger/processLock.js";

/** Held by whoever starts the system, and so by another user's process for all but root. */
const first = 1;

describe("a lock of a process", () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "cadastre-lock-"));
    file = join(folder, "owner");
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("is held by one of those that want it at once, and by another once it was given back", async () => {
    const attempts = await Promise.all(Array.from({ length: 20 }, () => tryLock(file)));
    const held = attempts.filter((attempt) => attempt.isHeld);
    expect(held).toHaveLength(1);
    expect(attempts.filter(({ isHeld }) => !isHeld)).toEqual(
      Array.from({ length: 19 }, () => ({ isHeld: false, process: process.pid })),
    );

    await held[0]?.release();
    expect(await readdir(folder)).toEqual([]);
    expect(await tryLock(file)).toMatchObject({ isHeld: true });
  });

  it("is not taken from a process that runs, whosever it is", async () => {
    await writeFile(file, String(first));
    expect(await tryLock(file)).toEqual({ isHeld: false, process: first });
  });

  it.each([
    ["a process that has ended", () => spawnSync(process.execPath, ["-e", ""]).pid],
    ["one before that had this one's number", () => process.pid],
    ["a power failure, empty", () => ""],
  ])("is taken over from %s", async (_whom, left) => {
    await writeFile(file, String(left()));
    expect(await tryLock(file)).toMatchObject({ isHeld: true });
  });
});
