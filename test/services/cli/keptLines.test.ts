/** The file of what the ledger has no more than a hash of. */
import { appendFile, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, it } from "vitest";
import { z } from "zod";
import { keepLines, readLines } from "../../../services/cli/config/keptLines.js";
import { noDisk, smallDisk, temporaryFolder } from "../store/temporary.fixture.js";

const lineSchema = z.strictObject({ salt: z.string() });
const line = (salt: string) => ({ salt });
const read = (of: string) => readLines(of, lineSchema, "a salt");

let file: string;
beforeEach(async () => {
  file = join(await temporaryFolder(), "kept.jsonl");
});

it("has all lines, also where one was cut short by a kill and others came after it", async () => {
  await keepLines(file, [line("a"), line("b")]);
  await appendFile(file, '{"salt":"cut sho');
  expect(await read(file)).toEqual([line("a"), line("b")]);
  await keepLines(file, [line("c")]);
  expect(await read(file)).toEqual([line("a"), line("b"), line("c")]);
});

it("takes a last line that somebody wrote without its end for what it is", async () => {
  await writeFile(file, '{"salt":"by hand"}');
  await keepLines(file, [line("c")]);
  expect(await readFile(file, "utf8")).toBe('{"salt":"by hand"}\n{"salt":"c"}\n');
});

it("says which line is none, in the midst of others", async () => {
  await writeFile(file, '{"salt":"a"}\n{"sal\n{"salt":"b"}\n');
  await expect(read(file)).rejects.toMatchObject({
    code: "CLI_USAGE",
    message: expect.stringContaining("Line 2"),
  });
});

it("keeps lines whole that several processes add at once", async () => {
  const salts = Array.from({ length: 20 }, (_, number) => String(number).repeat(100_000).slice(0, 700_000));
  await Promise.all(salts.map((salt) => keepLines(file, [line(salt)])));
  expect(new Set((await read(file)).map(({ salt }) => salt))).toEqual(new Set(salts));
});

it("has nothing of what the disk did not take, and goes on once there is room", async (context) => {
  const disk = await smallDisk("1m");
  if (disk === null) return context.skip(noDisk);
  const small = join(disk, "kept.jsonl");
  await keepLines(small, [line("a")]);
  await expect(keepLines(small, [line("x".repeat(2_000_000))])).rejects.toMatchObject({
    code: "CLI_USAGE",
    message: expect.stringContaining("Nothing was sent"),
  });
  expect(await read(small)).toEqual([line("a")]);
  await truncate(small, 100);
  await keepLines(small, [line("b")]);
  expect(await read(small)).toEqual([line("a"), line("b")]);
});
