/** The folder of registrations, as a process finds it that was not the one to fill it. */
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { JobFolder, type NewJob } from "../../../../services/resolver/registrations/jobs.js";

const sent = (): NewJob => ({
  format: "csv",
  way: "auto",
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

  it("keeps what was taken in whole, and nothing of what was not", async () => {
    const { job } = await (await JobFolder.open(folder)).add(sent());
    await mkdir(join(folder, "incoming-1"));
    const again = await JobFolder.open(folder);
    expect(await readdir(folder)).toEqual([job.id]);
    expect(await again.unfinished()).toEqual([job]);
  });

  it("does not take a job that cannot be read for one that was never sent", async () => {
    const jobs = await JobFolder.open(folder);
    const { job } = await jobs.add(sent());
    const file = join(folder, job.id, "job.json");
    await rm(file);
    await mkdir(file);
    await expect(jobs.find(job.id)).rejects.toMatchObject({ code: "EISDIR" });
    await rm(file, { recursive: true });
    await expect(jobs.find(job.id)).rejects.toMatchObject({ code: "RESOLVER_UNKNOWN_REGISTRATION" });
  });
});
