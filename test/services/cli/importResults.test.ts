/** The results of an import of any size: on the disk until they are printed. */
import { join } from "node:path";
import { PassThrough, Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { ImportResults } from "../../../services/cli/output/importResults.js";
import { openOutput } from "../../../services/cli/output/output.js";
import type { ImportResult } from "../../../services/importers/run/result.js";
import { temporaryFolder } from "../store/temporary.fixture.js";

const failed = (line: number): ImportResult => ({
  line,
  place: `line ${line}`,
  label: "x".repeat(1_000),
  what: "row",
  status: "failed",
  name: "",
  problem: { code: "IMPORT_ROW_INVALID", message: "It is empty.", hint: `See line ${line}.` },
});

function heapUsed(): number {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  return process.memoryUsage().heapUsed;
}

/** Takes what is printed without keeping more of it than its ends. */
class Ends extends Writable {
  first = "";
  last = "";
  bytes = 0;
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.first ||= chunk.toString("utf8");
    this.last = (this.last + chunk.toString("utf8")).slice(-2_000);
    this.bytes += chunk.length;
    setImmediate(done);
  }
}

it("takes no memory for results that there are many of, and prints all of them", async () => {
  const count = 50_000;
  const results = await ImportResults.open({
    report: undefined,
    kept: join(await temporaryFolder(), "kept"),
  });
  const before = heapUsed();
  for (let line = count; line >= 1; line--) await results.add(failed(line));
  expect(heapUsed() - before).toBeLessThan(5e6);
  expect(results.problems.count).toBe(count);
  expect(results.problems.first().map(({ line }) => line)).toEqual(
    Array.from({ length: 30 }, (_, at) => at + 1),
  );

  await results.close();
  const stdout = new Ends();
  const output = openOutput(true, { env: {}, stdin: new PassThrough(), stdout, stderr: new PassThrough() });
  await output.listing("", { file: "a.csv", rows: count }, { name: "results", items: results.texts() });
  stdout.end();
  await finished(stdout);
  expect(stdout.bytes).toBeGreaterThan(count * 1_000);
  expect(stdout.first.startsWith('{\n  "file": "a.csv",\n  "rows": 50000')).toBe(true);
  expect(stdout.last.endsWith(`"hint":"See line 1."}}\n  ]\n}\n`)).toBe(true);
  await results.forget();
});

it.each([0, 1, 3])("prints one JSON document with %i results", async (count) => {
  const results = await ImportResults.open({
    report: undefined,
    kept: join(await temporaryFolder(), "kept"),
  });
  for (let line = 1; line <= count; line++) await results.add(failed(line));
  await results.close();
  const stdout = new PassThrough();
  const output = openOutput(true, { env: {}, stdin: new PassThrough(), stdout, stderr: new PassThrough() });
  await output.listing("", { rows: count }, { name: "results", items: results.texts() });
  const expected = Array.from({ length: count }, (_, at) => failed(at + 1));
  expect(JSON.parse(String(stdout.read()))).toEqual({ rows: count, results: expected });
});
