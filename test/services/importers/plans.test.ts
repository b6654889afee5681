/** What is left of plans that nobody carried out. */
import { mkdir, readdir, rename, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, it, onTestFinished } from "vitest";
import { claimFolder, heldFolder, journalFile } from "../../../services/importers/registration/folder.js";
import { forgetPlans } from "../../../services/importers/registration/plans.js";
import { temporaryFolder } from "../store/temporary.fixture.js";

const now = Date.parse("2026-06-01T00:00:00Z");
const day = 86_400_000;

let parent: string;
beforeEach(async () => {
  parent = await temporaryFolder();
});

interface Left {
  readonly begun?: boolean;
  readonly journal?: string;
  /** Days since somebody last worked with it. */
  readonly age?: number;
}

async function left(digit: string, { begun = false, journal = "", age = 8 }: Left): Promise<string> {
  const folder = join(parent, digit.repeat(32));
  await mkdir(join(folder, "lists"), { recursive: true });
  await writeFile(join(folder, "prepared.json"), JSON.stringify({ rows: 0, others: 0, groups: [], begun }));
  await writeFile(journalFile(folder), journal);
  const time = new Date(now - age * day);
  await mkdir(heldFolder(folder));
  await aged(folder, time);
  return folder;
}

async function aged(folder: string, time: Date): Promise<void> {
  for (const path of [heldFolder(folder), folder]) await utimes(path, time, time);
}

it("is thrown away after a week, and nothing else is", async () => {
  await left("a", {});
  await left("b", { age: 6 });
  await left("c", { begun: true });
  await left("d", { journal: "{}" });
  await mkdir(join(parent, "somebody-elses"));
  await forgetPlans(parent, now);
  expect((await readdir(parent)).map((name) => name.replace(/^(.)\1{31}$/, "$1"))).toEqual([
    "b",
    "c",
    "d",
    "somebody-elses",
  ]);
});

it("stays where it cannot be told whether it was begun", async () => {
  const damaged = await left("a", {});
  await writeFile(join(damaged, "prepared.json"), "{");
  await aged(damaged, new Date(now - 8 * day));
  await forgetPlans(parent, now);
  expect(await readdir(damaged)).toContain("lists");

  const unreadable = await left("b", {});
  await rm(journalFile(unreadable));
  await symlink(journalFile(unreadable), journalFile(unreadable));
  await aged(unreadable, new Date(now - 8 * day));
  await expect(forgetPlans(parent, now)).rejects.toThrow("ELOOP");
  expect(await readdir(unreadable)).toContain("lists");
});

it("stays while somebody works with it", async () => {
  const folder = await left("a", {});
  onTestFinished(await claimFolder(folder));
  await aged(folder, new Date(now - 8 * day));
  await forgetPlans(parent, now);
  expect(await readdir(parent)).toHaveLength(1);
});

it("is thrown away where a kill left it half gone", async () => {
  const folder = await left("a", { begun: true });
  await rename(folder, `${folder}.0123abcd.forgotten`);
  await forgetPlans(parent, now);
  expect(await readdir(parent)).toEqual([]);
});

it("is no matter where there are no registrations yet", async () => {
  await expect(forgetPlans(join(parent, "none"), now)).resolves.toBeUndefined();
});
