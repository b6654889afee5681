import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { epcisHashes } from "../../../services/evidence/epcis/hash.js";

const folder = join(import.meta.dirname, "../../../../shared/data/epcis/hash-vectors/examples");
const missing = !existsSync(folder);
if (missing) console.warn("Tests of the EPCIS event hash are skipped: the vectors are not there.");
const documents = missing ? [] : readdirSync(folder).filter((name) => /\.(jsonld|xml)$/.test(name));

const equal = missing ? [] : readdirSync(join(folder, "../expected_equal"));

describe.skipIf(missing)("the hash of EPCIS events", () => {
  it.each(equal)("is one for all spellings of an event: %s", (name) => {
    const hashes = epcisHashes(readFileSync(join(folder, "../expected_equal", name), "utf8"), name);
    expect(new Set(hashes?.map(({ id }) => id)).size).toBe(1);
  });

  it.each(documents)("is that of the reference: %s", (name) => {
    const base = join(folder, name.replace(/\.\w+$/, ""));
    const lines = (file: string) =>
      (existsSync(file) ? readFileSync(file, "utf8") : "").split(/\r?\n/).filter((line) => line !== "");
    const hashes = epcisHashes(readFileSync(join(folder, name), "utf8"), name);
    const [ids, preHashes] = [lines(`${base}.hashes`), lines(`${base}.prehashes`)];
    expect(ids.length + preHashes.length).toBeGreaterThan(0);
    if (ids.length > 0) expect(hashes?.map(({ id }) => id)).toEqual(ids);
    else expect(hashes?.map(({ preHash }) => preHash)).toEqual(preHashes);
  });
});

describe("an EPCIS document", () => {
  const document = (value: string) =>
    `{"@context":[],"type":"EPCISDocument","epcisBody":{"eventList":[{"type":"ObjectEvent","example:made":${value}}]}}`;
  const nested = (levels: number) => `${"[".repeat(levels)}1${"]".repeat(levels)}`;

  it("is none where it nests so deep that it would end whoever reads it", () => {
    expect(epcisHashes(document(nested(20)), "document")).toHaveLength(1);
    expect(epcisHashes(document(nested(100_000)), "document")).toBeNull();
  });
});
