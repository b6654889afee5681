/** The mutants are of the contracts as they stand: each defence is there once, and so is the test that must notice its loss. */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { groups } from "../../scripts/mutants/list.js";

const root = resolve(import.meta.dirname, "../..");
const tests = join(root, "test/contracts");
const allTests = readdirSync(tests, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".sol"))
  .map((name) => readFileSync(join(tests, name), "utf8"))
  .join("\n");

describe.each(groups.flat())("the mutant against $against in $file", ({ file, defence, noticedBy }) => {
  const [testFile, contract, test] = noticedBy;

  it("takes out what stands there once", () => {
    const source = readFileSync(join(root, "contracts", file), "utf8");
    expect(source.split(defence)).toHaveLength(2);
  });

  it("is to be noticed by a test that there is", () => {
    expect(readFileSync(join(tests, `${testFile}.t.sol`), "utf8")).toMatch(
      new RegExp(`^contract ${contract}\\b`, "m"),
    );
    expect(allTests).toMatch(new RegExp(`function ${test}\\b`));
  });
});
