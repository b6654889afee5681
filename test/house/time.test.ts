/** What is kept of an answer ends where time ends something in it: so times are compared in the one place that notes when. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

/** A comparison with the moment that an answer is of. */
const comparison = /[<>]=? at\b(?!\w|\.|\()|\bat [<>]=? (?!\d)/;
const notes = "services/store/lasting.ts";

/** Places in lists that are named so too, and what finds what was kept for a time. */
const others = [
  "services/resolver/aas/bulk/jobs.ts",
  "services/resolver/aas/bulk/run.ts",
  "services/resolver/remembered/memory.ts",
  "services/resolver/resolution/moments.ts",
];

const sourcesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => `${folder}/${path.replaceAll("\\", "/")}`)
    .filter((path) => path.endsWith(".ts"));

const compares = (path: string): boolean =>
  readFileSync(path, "utf8")
    .split("\n")
    .some((line) => comparison.test(line) && !/^\s*(?:\*|\/\/)/.test(line));

it("nothing but the notes compares a time with the present", () => {
  const found = [...sourcesIn("services/resolver"), ...sourcesIn("services/rights"), notes].filter(compares);
  expect(found.filter((path) => !others.includes(path))).toEqual([notes]);
  // None is excused that compares nothing.
  expect(others.filter((path) => !compares(path))).toEqual([]);
});
