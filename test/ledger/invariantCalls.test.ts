/** That the invariants are played long enough: each is a game of its own, of so many runs of so many calls. */
import { globSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../..");

function callsOf(file: string): number {
  const text = readFileSync(resolve(root, file), "utf8");
  const set = (name: string): number =>
    Number(new RegExp(`^/// forge-config: default\\.invariant\\.${name} = (\\d+)$`, "m").exec(text)?.[1]);
  return set("runs") * set("depth") * [...text.matchAll(/^ {4}function invariant_/gm)].length;
}

describe("the invariants' handlers", () => {
  it("are called 100,000 times or more in a run of the tests", () => {
    const calls = globSync("test/contracts/invariants/*.t.sol", { cwd: root }).map(callsOf);
    expect(calls.reduce((sum, one) => sum + one, 0)).toBeGreaterThanOrEqual(100_000);
  });
});
