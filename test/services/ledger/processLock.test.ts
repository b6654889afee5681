import { mkdir, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { type LockAttempt, tryLock, tryLockIn } from "../../../services/ledger/processLock.js";
import { temporaryFolder } from "../store/temporary.fixture.js";
import { asContainer, otherProcess } from "./lockHolder.fixture.js";

describe("a lock of a process", () => {
  let folder: string;
  beforeEach(async () => {
    folder = join(await temporaryFolder(), "held");
  });

  /** An attempt that is given back when the test ends. */
  async function attempt(): Promise<LockAttempt> {
    const made = await tryLock(folder);
    if (made.isHeld) onTestFinished(made.release);
    return made;
  }

  it("is held by one of those that want it at once, and by another once it was given back", async () => {
    const attempts = await Promise.all(Array.from({ length: 20 }, () => tryLock(folder)));
    const held = attempts.filter((made) => made.isHeld);
    expect(held).toHaveLength(1);
    await held[0]?.release();
    expect(await attempt()).toMatchObject({ isHeld: true });
    expect(await attempt()).toEqual({ isHeld: false, holder: `process ${process.pid} on ${hostname()}` });
  });

  it("is not taken from a process that runs, and is free once that was killed", async () => {
    const other = await otherProcess(folder);
    expect(other.said).toMatch(/ held$/);
    expect(await attempt()).toEqual({
      isHeld: false,
      holder: `process ${other.said.split(" ")[0]} on ${hostname()}`,
    });
    await other.kill();
    expect(await attempt()).toMatchObject({ isHeld: true });
  });

  it.skipIf(asContainer === null)("is one of two containers', each of which has the process 1", async () => {
    const first = await otherProcess(folder, asContainer ?? []);
    expect(first.said).toBe("1 held");
    const second = await otherProcess(folder, asContainer ?? []);
    expect(second.said).toBe(`1 process 1 on ${hostname()}`);
    await second.kill();
    await first.kill();
    expect((await otherProcess(folder, asContainer ?? [])).said).toBe("1 held");
  });

  it("is taken where a power failure left half of its files", async () => {
    await mkdir(folder);
    await writeFile(join(folder, "CURRENT"), "");
    expect(await attempt()).toMatchObject({ isHeld: true });
  });

  it("is of no folder that was thrown away meanwhile, and makes none then", async () => {
    const thrownAway = join(folder, "..", "gone");
    expect(await tryLockIn(join(thrownAway, "held"))).toBeNull();
    await expect(stat(thrownAway)).rejects.toThrow("ENOENT");
    await mkdir(thrownAway);
    const made = await tryLockIn(join(thrownAway, "held"));
    expect(made).toMatchObject({ isHeld: true });
    expect(await tryLockIn(join(thrownAway, "held"))).toMatchObject({ isHeld: false });
    if (made?.isHeld === true) await made.release();
  });

  it("says so where its folder cannot be made", async () => {
    const file = join(await temporaryFolder(), "file");
    await writeFile(file, "");
    await expect(tryLock(join(file, "held"))).rejects.toMatchObject({ code: "STORE_IO" });
  });
});
