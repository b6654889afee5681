/**
 * That no function of the ledger with arguments goes without a test that tries it with any: a fuzz test, the handler of an
 * invariant, or a suite that every registry of its kind runs. What such a test asserts is for its reader to judge.
 */
import { globSync } from "node:fs";
import { resolve } from "node:path";
import { artifacts } from "hardhat";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { lineOf, reachOf, type TestContract, testContracts } from "./solidityTests.js";

const root = resolve(import.meta.dirname, "../..");
const abi = z.array(
  z.object({ type: z.string(), name: z.string().optional(), inputs: z.array(z.unknown()).optional() }),
);
/** By these a suite learns which registry it tries, which it then calls by one of those names. */
const choices = ["_registry", "_thing", "_asset"];
const handles = String.raw`(?:token|freezable|registry|I[A-Z]\w+)`;

/** Registries by the names that the tests have for them: what lies behind a proxy, and so has an initialiser. */
async function deployed(): Promise<ReadonlyMap<string, readonly string[]>> {
  const variables = [...testContracts.values()].flatMap(({ body }) =>
    [...body.matchAll(/^ {4}(\w+) internal (\w+);$/gm)].map(([, type, variable]) => ({ type, variable })),
  );
  const registries = new Map<string, readonly string[]>();
  for (const file of globSync("contracts/*/*.sol", { cwd: root })) {
    const contract = /(\w+)\.sol$/.exec(file)?.[1] ?? "";
    if (!(await artifacts.artifactExists(contract))) continue;
    const functions = abi
      .parse((await artifacts.readArtifact(contract)).abi)
      .filter(({ type, inputs = [] }) => type === "function" && inputs.length > 0)
      .map((entry) => entry.name ?? "");
    if (!functions.includes("initialize")) continue;
    const variable = variables.find(({ type }) => type === contract)?.variable;
    registries.set(variable ?? `${contract}, of which the tests have none`, [...new Set(functions)]);
  }
  return registries;
}

function isSuite(contract: TestContract): boolean {
  return contract.file.includes("/behaviours/");
}

/** Where any arguments come from: names of the functions that a runner calls with them. */
function entriesOf(line: readonly TestContract[]): readonly string[] {
  const [contract] = line;
  const isHandler = contract?.name.endsWith("Handler") === true;
  return line.flatMap((one) =>
    [...one.functions]
      .filter(
        ([called, text]) =>
          /^(testFuzz_|invariant_)/.test(called) ||
          (isSuite(one) && called.startsWith("test_")) ||
          (isHandler && one === contract && /\bexternal\b/.test(text)),
      )
      .map(([called]) => called),
  );
}

/** `registry.function` of all that is tried. */
function tried(registries: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const contract of testContracts.values()) {
    if (contract.isAbstract) continue;
    const line = lineOf(contract);
    const chosen = choices.map((called) => reachOf(line, called)).join("\n");
    const text = entriesOf(line)
      .map((called) => reachOf(line, called))
      .join("\n");
    for (const [registry, functions] of registries) {
      const isChosen = new RegExp(`\\b${registry}\\b`).test(chosen);
      for (const called of functions) {
        const direct = new RegExp(`\\b${registry}\\.${called}\\b`);
        const chosenOne = new RegExp(`\\b${handles}\\.${called}\\b|"${called}\\(`);
        if (direct.test(text) || (isChosen && chosenOne.test(text))) found.add(`${registry}.${called}`);
      }
    }
  }
  return found;
}

describe("functions with arguments", () => {
  it("are tried with any, each of every registry", async () => {
    const registries = await deployed();
    const found = tried(registries);
    const all = [...registries].flatMap(([registry, functions]) =>
      functions.map((one) => `${registry}.${one}`),
    );
    expect(all.length).toBeGreaterThan(200);
    expect(all.filter((one) => !found.has(one))).toEqual([]);
  });
});
