import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicals, codes, fileWith, rowsOf, samples } from "./files.js";

describe("JSON Lines", () => {
  it("give several identifiers and links a line", async () => {
    const rows = await rowsOf(join(samples, "valves.jsonl"));
    expect(codes(rows)).toEqual([]);
    expect(canonicals(rows)).toEqual([
      "88.101.0042/valve-v30-1",
      "acme-pumps.example/serialNumber/V30-1",
      "acme-pumps.example/globalAssetId/urn%3Auuid%3A5d0c7c1e-2a7b-4f0e-9c55-0f8a4b7f2e10",
    ]);
    expect(Object.keys(rows[0]?.links ?? {})).toEqual([
      "https://ref.gs1.org/voc/pip",
      "https://ref.gs1.org/voc/instructions",
    ]);
  });

  it("take link relations in any spelling, also those that objects have as members of their own", async () => {
    const link = (rel: string) => ({ rel, href: "https://acme-pumps.example/x" });
    const links = ["constructor", "http://gs1.org/voc/pip", "gs1:pip"].map(link);
    const text = JSON.stringify({ identifier: "88.101.0042/a", links });
    const rows = await rowsOf(await fileWith("a.jsonl", text));
    expect(codes(rows)).toEqual([]);
    expect(rows[0]?.links).toEqual({
      constructor: [{ href: "https://acme-pumps.example/x" }],
      "https://ref.gs1.org/voc/pip": [
        { href: "https://acme-pumps.example/x" },
        { href: "https://acme-pumps.example/x" },
      ],
    });
  });

  it("report a link whose title is not Unicode as a fault of its line", async () => {
    const text = '{"identifier":"88.101.0042/a","links":[{"href":"https://a.example","title":"\\ud800"}]}';
    const rows = await rowsOf(await fileWith("a.jsonl", text));
    expect(codes(rows)).toEqual(["LEDGER_INVALID_VALUE"]);
  });

  it("report a bad line with its number and read on", async () => {
    const text = [
      '{"identifier":"88.101.0042/a"}',
      "{",
      "",
      "[]",
      '{"identifier":"88.101.0042/b","colour":"red"}',
      '{"identifier":7}',
      `{"identifier":"88.101.0042/c","name":"${"x".repeat(1_100_000)}"}`,
      '{"identifier":"88.101.0042/d"}',
    ].join("\n");
    const rows = await rowsOf(await fileWith("a.jsonl", text));
    expect(rows.map(({ line, problems }) => [line, problems[0]?.code])).toEqual([
      [1, undefined],
      [2, "IMPORT_JSON_INVALID"],
      [4, "IMPORT_ROW_INVALID"],
      [5, "IMPORT_ROW_INVALID"],
      [6, "IMPORT_ROW_INVALID"],
      [7, "IMPORT_ROW_INVALID"],
      [8, undefined],
    ]);
  });

  it("of any text give rows and problems, and never fail otherwise", async () => {
    const path = await fileWith("a.jsonl", "");
    const line = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.json(),
      fc.json().map((json) => `{"identifier":${json}}`),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line), async (lines) => {
        await writeFile(path, lines.join("\n"));
        for (const row of await rowsOf(path))
          expect(row.identifiers.length + row.problems.length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });

  it("keep the good identifiers of a line that has a bad one too", async () => {
    const rows = await rowsOf(
      await fileWith("a.ndjson", '{"identifiers":["88.101.0042/a","01/09506000134353"]}\n'),
    );
    expect(canonicals(rows)).toEqual(["88.101.0042/a"]);
    expect(codes(rows)).toEqual(["IDENTIFIER_CHECK_DIGIT"]);
  });
});
