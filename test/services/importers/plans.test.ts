/** What is left of plans that nobody carried out. */
import { mkdir, readdir, utimes, writeFile } from "node:fs/promises";
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
  for (const path of [heldFolder(folder), folder]) await utimes(path, time, time);
  return folder;
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

it("stays while somebody works with it", async () => {
  const folder = await left("a", {});
  onTestFinished(await claimFolder(folder));
  const time = new Date(now - 8 * day);
  for (const path of [heldFolder(folder), folder]) await utimes(path, time, time);
  await forgetPlans(parent, now);
  expect(await readdir(parent)).toHaveLength(1);
});

it("is no matter where there are no registrations yet", async () => {
  await expect(forgetPlans(join(parent, "none"), now)).resolves.toBeUndefined();
});
