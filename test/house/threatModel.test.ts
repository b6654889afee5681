import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const root = new URL("../../", import.meta.url);
const page = readFileSync(new URL("docs/threat-model.md", root), "utf8");
const attacks = readdirSync(new URL("test/contracts/attacks", root)).map((name) =>
  name.replace(".t.sol", ""),
);

/** The rows of the table of classes: number and the tests that the last cell names. */
const classes = [...page.matchAll(/^\| (\d+) \|.*\| ([^|]+) \|$/gm)].map(([, number = "", tests = ""]) => ({
  number: Number(number),
  tests: [...tests.matchAll(/`(\w+)`/g)].map(([, name = ""]) => name),
}));

describe("docs/threat-model.md", () => {
  it("has the fifteen classes in order", () => {
    expect(classes.map(({ number }) => number)).toEqual(Array.from({ length: 15 }, (_, index) => index + 1));
  });

  it.each(classes)("names tests of class $number that are there and say so", ({ number, tests }) => {
    expect(tests).not.toEqual([]);
    for (const name of tests) {
      expect(attacks).toContain(name);
    }
    const texts = tests.map((name) =>
      readFileSync(new URL(`test/contracts/attacks/${name}.t.sol`, root), "utf8"),
    );
    const told = texts.filter((text) => new RegExp(`Attack class(es)?[^.:]*\\b${number}\\b`).test(text));
    expect(told, `no test of class ${number} says so`).not.toEqual([]);
  });

  it("leaves out no test of an attack", () => {
    const missing = attacks.filter((name) => !page.includes(`\`${name}\``));
    expect(missing).toEqual([]);
  });
});
