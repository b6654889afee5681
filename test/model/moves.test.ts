/** What is drawn for the play of the ledger and its model: enough of everything, or it would show nothing. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { beginning } from "./beginning.js";
import { Traces, take } from "./trace.js";

/** How often each call went through, and how often it was refused. */
function counted(): ReadonlyMap<string, { passed: number; refused: number }> {
  const counts = new Map<string, { passed: number; refused: number }>();
  const start = () => beginning(1);
  for (const { steps } of fc.sample(new Traces(start, 300), { numRuns: 120, seed: 1 })) {
    const ledger = start();
    for (const step of steps) {
      const { contract, call } = step.operation;
      const count = counts.get(`${contract}.${call}`) ?? { passed: 0, refused: 0 };
      counts.set(`${contract}.${call}`, count);
      if (take(ledger, step).length === 0) count.passed += 1;
      else count.refused += 1;
    }
  }
  return counts;
}

describe("random moves", () => {
  const counts = counted();

  it("are refused about a third of the time", () => {
    const refused = [...counts.values()].reduce((sum, count) => sum + count.refused, 0);
    const passed = [...counts.values()].reduce((sum, count) => sum + count.passed, 0);
    const share = refused / (refused + passed);
    expect(share).toBeGreaterThan(0.25);
    expect(share).toBeLessThan(0.45);
  });

  it("take every call through that there is", () => {
    expect([...counts].filter(([, { passed }]) => passed < 10)).toEqual([]);
  });
});
