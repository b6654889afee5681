/** The folder of registrations, as a process finds it that was not the one to fill it. */
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { toHash, uintWord } from "../../../../services/ledger/hex.js";
import { claimRegistrations } from "../../../../services/resolver/registrations/claim.js";
import type { Job } from "../../../../services/resolver/registrations/job.js";
import { JobFolder, type NewJob } from "../../../../services/resolver/registrations/jobs.js";
import { otherProcess } from "../../ledger/lockHolder.fixture.js";
import { noDisk, smallDisk } from "../../store/temporary.fixture.js";

const retention = { days: 30, count: 3 };
const now = Date.parse("2026-06-01T00:00:00Z");
const day = 86_400_000;

const sent = (): NewJob => ({
  format: "csv",
  way: "auto",
  links: {},
  key: null,
  body: Readable.from([Buffer.from("identifier\n")]),
  mostBytes: 1_000,
});

describe("a folder of registrations", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "cadastre-jobs-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("says that the disk is full where it is, keeps nothing of the body, and takes it in once there is room", async (context) => {
    const disk = await smallDisk("64k");
    if (disk === null) return context.skip(noDisk);
    const jobs = await JobFolder.open(join(disk, "jobs"), retention);
    const large = { ...sent(), mostBytes: 1_000_000, key: "order-4711" };
    const body = () => Readable.from(Array.from({ length: 10 }, () => Buffer.alloc(10_000, "x")));
    await expect(jobs.add({ ...large, body: body() })).rejects.toMatchObject({ code: "RESOLVER_DISK_FULL" });
    expect(await readdir(join(disk, "jobs"))).toEqual([]);
    expect(await jobs.add({ ...large, body: Readable.from([Buffer.alloc(10_000)]) })).toMatchObject({
      isNew: true,
    });
  });

  it("keeps nothing of a body that breaks off", async () => {
    const jobs = await JobFolder.open(folder, retention);
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from("identifier\n");
        throw new Error("aborted");
      })(),
    );
    await expect(jobs.add({ ...sent(), body: broken })).rejects.toMatchObject({
      code: "RESOLVER_INVALID_BODY",
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it("keeps what was taken in whole, and nothing of what was not", async () => {
    const { job } = await (await JobFolder.open(folder, retention)).add(sent());
    await mkdir(join(folder, "incoming-1"));
    const again = await JobFolder.open(folder, retention);
    expect(await readdir(folder)).toEqual([job.id]);
    expect(await again.unfinished()).toEqual([job]);
  });

  it("begins anew what ended and counts on a transaction, and nothing else", async () => {
    const jobs = await JobFolder.open(folder, retention);
    const end = async (awaits: readonly string[]): Promise<Job> => {
      const { job } = await jobs.add(sent());
      const ended: Job = { ...job, state: "done", ended: new Date(now).toISOString(), awaits: [...awaits] };
      await jobs.save(ended);
      await writeFile(jobs.resultsOf(ended), "{}\n");
      return ended;
    };
    const [one, other] = [toHash(uintWord(1n)), toHash(uintWord(2n))];
    const concerned = await end([one, other]);
    await end([other]);
    await jobs.add(sent());
    expect(await jobs.awaiting([one])).toEqual([concerned]);
    const anew = await jobs.beginAnew(concerned);
    expect(anew).toMatchObject({ id: concerned.id, state: "queued", ended: null, summary: null });
    const again = await JobFolder.open(folder, retention);
    expect(await again.awaiting([one])).toEqual([]);
    expect(await again.unfinished()).toContainEqual(anew);
    await expect(stat(jobs.resultsOf(anew))).rejects.toThrow("ENOENT");
  });

  it("is one process's, until that ends however it does", async () => {
    const other = await otherProcess(join(folder, "held"));
    await expect(claimRegistrations(folder)).rejects.toMatchObject({
      code: "RESOLVER_INVALID_CONFIG",
      hint: expect.stringContaining(`process ${other.said.split(" ")[0]} on`),
    });
    await other.kill();
    const release = await claimRegistrations(folder);
    await expect(claimRegistrations(folder)).rejects.toMatchObject({ code: "RESOLVER_INVALID_CONFIG" });
    await release();
    await (await claimRegistrations(folder))();
  });

  it("makes one of what is sent twice at once with one key", async () => {
    const jobs = await JobFolder.open(folder, retention);
    const added = await Promise.all([1, 2, 3].map(() => jobs.add({ ...sent(), key: "order-4711" })));
    const [first] = added;
    expect(added.map(({ job }) => job)).toEqual([first?.job, first?.job, first?.job]);
    expect(added.filter(({ isNew }) => isNew)).toHaveLength(1);
    const other = { ...sent(), key: "order-4712" };
    const two = [jobs.add(other), jobs.add({ ...sent(), key: "order-4712", way: "list" })];
    expect((await Promise.allSettled(two)).filter(({ status }) => status === "rejected")).toMatchObject([
      { reason: { code: "RESOLVER_CONFLICT" } },
    ]);
  });

  it("knows after a restart what was cancelled", async () => {
    const jobs = await JobFolder.open(folder, retention);
    const [kept, cancelled] = [await jobs.add(sent()), await jobs.add(sent())];
    await jobs.cancel(cancelled.job);
    const again = await JobFolder.open(folder, retention);
    expect(await again.isCancelled(cancelled.job)).toBe(true);
    expect(await again.isCancelled(kept.job)).toBe(false);
  });

  it("throws away what ended too long ago or is one too many, and never what is not finished", async () => {
    const jobs = await JobFolder.open(folder, retention);
    const endedBefore = async (days: number, state: Job["state"] = "done"): Promise<string> => {
      const { job } = await jobs.add(sent());
      const isOver = state !== "running" && state !== "queued";
      await jobs.save({ ...job, state, ended: isOver ? new Date(now - days * day).toISOString() : null });
      return job.id;
    };
    const old = [await endedBefore(31), await endedBefore(400, "failed")];
    const kept = [await endedBefore(1), await endedBefore(30, "cancelled"), await endedBefore(2)];
    const unfinished = [await endedBefore(400, "running"), await endedBefore(400, "queued")];
    await mkdir(join(folder, "outgoing-1"));
    expect(await jobs.prune(now)).toBe(2);
    const again = await JobFolder.open(folder, retention);
    expect((await readdir(folder)).sort()).toEqual([...kept, ...unfinished].sort());

    const newest = [await endedBefore(0), await endedBefore(0.5)];
    expect(await again.prune(now)).toBe(2);
    expect((await readdir(folder)).sort()).toEqual([...newest, kept[0], ...unfinished].sort());
    for (const id of [...old, kept[1]]) {
      await expect(again.find(String(id))).rejects.toMatchObject({
        code: "RESOLVER_UNKNOWN_REGISTRATION",
        hint: expect.stringContaining("30 days"),
      });
    }
  });

  it("does not take a job that cannot be read for one that was never sent", async () => {
    const jobs = await JobFolder.open(folder, retention);
    const { job } = await jobs.add(sent());
    const file = join(folder, job.id, "job.json");
    await rm(file);
    await mkdir(file);
    await expect(jobs.find(job.id)).rejects.toMatchObject({ code: "EISDIR" });
    // And keeps no other from going on.
    const other = (await jobs.add(sent())).job;
    expect([await jobs.unreadable(), await jobs.unfinished()]).toEqual([[job.id], [other]]);
    await rm(file, { recursive: true });
    await expect(jobs.find(job.id)).rejects.toMatchObject({ code: "RESOLVER_UNKNOWN_REGISTRATION" });
  });
});
