import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { aasIdentifier } from "../../../services/identifiers/index.js";
import type { ImportRow } from "../../../services/importers/row.js";
import { Claims, repeatedFate } from "../../../services/importers/run/claims.js";
import { Overflow } from "../../../services/ledger/overflow.js";

describe("what a run remembers of its rows", () => {
  let parent: string;
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), "cadastre-overflow-"));
  });
  afterEach(() => rm(parent, { recursive: true, force: true }));

  it("is there whether it is in memory, on its way to the disk, or there", async () => {
    const folder = join(parent, "texts");
    const texts = new Overflow(folder, 10);
    for (let at = 0; at < 1_000; at++) {
      texts.set(`name ${at}`, `text ${at}`);
      expect(texts.get(`name ${at}`)).toBe(`text ${at}`);
      if (at % 15 === 0) await texts.settled();
      expect(texts.get(`name ${at >> 1}`)).toBe(`text ${at >> 1}`);
    }
    expect(texts.get("another name")).toBeUndefined();
    await texts.close();
    expect(existsSync(folder)).toBe(false);
  });

  it("stays in memory where it has no folder", async () => {
    const texts = new Overflow(null, 1);
    texts.set("one", "1");
    texts.set("two", "2");
    await texts.settled();
    expect([texts.get("one"), texts.get("two")]).toEqual(["1", "2"]);
    await texts.close();
  });

  it("says that the disk takes no more, and forgets nothing", async () => {
    const texts = new Overflow("/dev/null/texts", 1);
    texts.set("one", "1");
    await expect(texts.settled()).rejects.toThrow();
    expect(texts.get("one")).toBe("1");
  });

  it("has the first row's claim on an identifier long after that row", async () => {
    const settled = new Overflow(join(parent, "claims"), 4);
    const claims = new Claims(settled);
    const row = (line: number): ImportRow => ({
      line,
      place: `line ${line}`,
      label: "",
      identifiers: [],
      problems: [],
    });
    const [noLinks, links] = [new Uint8Array(), new TextEncoder().encode("links")];
    const identifier = (serial: number) => aasIdentifier("acme.example", "serialNumber", String(serial));
    for (let serial = 0; serial < 50; serial++) {
      const first = row(serial);
      const claim = claims.of(identifier(serial), first, noLinks);
      expect(claim.row).toBe(first);
      claim.settle({ status: "registered" });
      await settled.settled();
    }
    const later = claims.of(identifier(3), row(99), noLinks);
    expect(later).toMatchObject({ row: null, place: "line 3" });
    expect(await repeatedFate(later, row(99), noLinks)).toMatchObject({ status: "unchanged" });
    expect(await repeatedFate(later, row(99), links)).toMatchObject({
      status: "conflict",
      problem: { message: expect.stringContaining("line 3") },
    });
    await settled.close();
  });
});
