/** An access log on a disk that fills up. */
import { rm, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it, onTestFinished, vi } from "vitest";
import { checkpointsOf, makeCheckpoint } from "../../../services/accessLog/checkpoints.js";
import type { AccessLogError } from "../../../services/accessLog/errors.js";
import { type AccessLog, openAccessLog } from "../../../services/accessLog/log.js";
import { accessLogReader } from "../../../services/accessLog/reader.js";
import { noDisk, smallDisk } from "../store/temporary.fixture.js";
import { decision, party } from "./log.fixture.js";

interface SmallLog {
  readonly log: AccessLog;
  readonly location: string;
  /** What the operator is told. */
  readonly told: (string | null)[];
  /** Takes all that is free. */
  fill(): Promise<void>;
  free(): Promise<void>;
}

async function logOnSmallDisk(): Promise<SmallLog | null> {
  const disk = await smallDisk("3m");
  if (disk === null) return null;
  const location = join(disk, "log");
  const told: (string | null)[] = [];
  const log = await openAccessLog(location, {
    told: (failure: AccessLogError | null) => told.push(failure?.code ?? null),
  });
  onTestFinished(() => log.close());
  await log.checked;
  const ballast = join(disk, "ballast");
  return {
    log,
    location,
    told,
    async fill() {
      const { bavail, bsize } = await statfs(disk);
      await writeFile(ballast, Buffer.alloc(bavail * bsize));
    },
    free: () => rm(ballast),
  };
}

const many = (count: number) => Array.from({ length: count }, () => decision());

/** Records until the disk takes no more; how many it took. */
async function recordUntilFull(log: AccessLog): Promise<number> {
  for (let taken = 0; ; taken += 3) {
    try {
      await log.record(many(3));
    } catch (error) {
      expect(error).toMatchObject({
        code: "ACCESS_LOG_WRITE_FAILED",
        hint: expect.stringContaining("goes on by itself"),
      });
      return taken;
    }
  }
}

it("refuses entries while there is no room, goes on by itself once there is, and has all that it took", async (context) => {
  const small = await logOnSmallDisk();
  if (small === null) return context.skip(noDisk);
  const { log, location, told, fill, free } = small;
  await log.record(many(10));
  await fill();
  const before = 10 + (await recordUntilFull(log));
  expect(log.isWritable).toBe(false);
  await expect(log.record(many(1))).rejects.toMatchObject({ code: "ACCESS_LOG_WRITE_FAILED" });

  await free();
  const receipts = await vi.waitFor(() => log.record(many(2)), { timeout: 10_000, interval: 100 });
  expect(receipts.map(({ sequence }) => sequence)).toEqual([before, before + 1]);
  for (let call = 0; call < 50; call++) await log.record(many(2));
  expect(told.at(0)).toBe("ACCESS_LOG_WRITE_FAILED");
  expect(told.at(-1)).toBeNull();
  const head = log.head();
  await log.close();

  const again = await openAccessLog(location);
  onTestFinished(() => again.close());
  await again.checked;
  expect(again.head()).toEqual(head);
  const { items } = await accessLogReader(again).page(
    { party: party(1), asset: null },
    { after: before - 1, limit: 1_000 },
  );
  expect(items).toHaveLength(102);
});

it("is opened anew also where a checkpoint is what found no room", async (context) => {
  const small = await logOnSmallDisk();
  if (small === null) return context.skip(noDisk);
  const { log, fill, free } = small;
  await log.record(many(5));
  await fill();
  // Level gathers what it writes by the page of the disk: one of them may still go in.
  const checkpoints = async () => {
    for (;;) await makeCheckpoint(log, 31_337);
  };
  await expect(checkpoints()).rejects.toMatchObject({ code: "ACCESS_LOG_WRITE_FAILED" });
  await free();
  await vi.waitFor(() => makeCheckpoint(log, 31_337), { timeout: 10_000, interval: 100 });
  expect(await log.record(many(1))).toMatchObject([{ sequence: 5 }]);
  expect((await checkpointsOf(log)).map(({ checkpoint }) => checkpoint.size)).toEqual([5]);
});
