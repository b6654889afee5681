/** The Solidity tests as text: which contracts there are, what they inherit, and what a function names, however deep. */
import { globSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");
const name = /[A-Za-z_]\w*/;

export interface TestContract {
  readonly name: string;
  readonly file: string;
  readonly isAbstract: boolean;
  readonly parents: readonly string[];
  /** What stands between its braces. */
  readonly body: string;
  /** Text by name, from the word `function` to the end; of overloads all. */
  readonly functions: ReadonlyMap<string, string>;
}

function functionsOf(body: string): ReadonlyMap<string, string> {
  const functions = new Map<string, string>();
  // As Prettier writes it: a function begins, and its brace ends, four blanks in.
  for (const [text, called = ""] of body.matchAll(
    /^ {4}function (\w+)\([^{;]*(?:;|\{\}|\{\n[\s\S]*?^ {4}\})$/gm,
  ))
    functions.set(called, `${functions.get(called) ?? ""}${text}\n`);
  return functions;
}

function contractsOf(file: string): readonly TestContract[] {
  const text = readFileSync(resolve(root, file), "utf8").replace(/^\s*\/\/.*$/gm, "");
  return [...text.matchAll(/^(abstract )?contract (\w+)(?: is ([\w, ]+))? \{(?:\}|\n([\s\S]*?)^\})$/gm)].map(
    ([, isAbstract, called = "", parents = "", body = ""]) => ({
      name: called,
      file,
      isAbstract: isAbstract !== undefined,
      parents: parents.split(",").map((one) => one.trim()),
      body,
      functions: functionsOf(body),
    }),
  );
}

export const testContracts: ReadonlyMap<string, TestContract> = new Map(
  globSync("test/contracts/**/*.sol", { cwd: root })
    .flatMap(contractsOf)
    .map((contract) => [contract.name, contract]),
);

/** A contract and all that it inherits, in the order in which Solidity looks a function up, roughly: its own come first. */
export function lineOf(contract: TestContract): readonly TestContract[] {
  const above = contract.parents.toReversed().flatMap((parent) => {
    const found = testContracts.get(parent);
    return found === undefined ? [] : lineOf(found);
  });
  return [contract, ...new Set(above)];
}

/** Text of a function and of all that it calls within its contract. */
export function reachOf(line: readonly TestContract[], called: string, seen = new Set<string>()): string {
  if (seen.has(called)) return "";
  seen.add(called);
  const text = line.find((contract) => contract.functions.has(called))?.functions.get(called);
  if (text === undefined) return "";
  const names = new Set(
    [...text.matchAll(new RegExp(`(?<![.\\w])(${name.source})\\s*\\(`, "g"))].map(([, one = ""]) => one),
  );
  return [text, ...[...names].map((one) => reachOf(line, one, seen))].join("\n");
}
