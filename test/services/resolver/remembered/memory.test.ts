import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Sent } from "../../../../services/resolver/http/sent.js";
import { AnswerMemory, type Present } from "../../../../services/resolver/remembered/memory.js";
import { LedgerFixture } from "../ledger.fixture.js";

let ledger: LedgerFixture;
let present: Present;

beforeAll(async () => {
  ledger = await LedgerFixture.open();
  ledger.schemes(ledger.party("Root"));
  await ledger.mine();
  present = ledger.store.read((view) => ({ view, at: 1_000 }));
});
afterAll(() => ledger.close());

const forever = Number.POSITIVE_INFINITY;
const sized = (bytes: number): Sent => ({
  status: 200,
  fields: ["a", "b"],
  body: "x".repeat(bytes),
  encoding: "latin1",
});

describe("the memory of answers", () => {
  it("has what was asked for last, and never more than its bytes", () => {
    const mebibytes = 0.25;
    const steps = fc.array(fc.record({ question: fc.nat(400), bytes: fc.nat(5_000) }), { maxLength: 2_000 });
    fc.assert(
      fc.property(steps, (asked) => {
        const memory = new AnswerMemory(mebibytes);
        const kept = new Map<number, Sent>();
        memory.find(present, "first");
        for (const { question, bytes } of asked) {
          const found = memory.find(present, String(question));
          if (found !== null) {
            expect(found).toBe(kept.get(question));
            continue;
          }
          const sent = sized(bytes);
          kept.set(question, sent);
          memory.keep(present, String(question), sent, forever);
          if (bytes < 3_000) expect(memory.find(present, String(question))).toBe(sent);
        }
        const held = [...kept].filter(([question]) => memory.find(present, String(question)) !== null);
        const size = held.reduce((sum, [, { body }]) => sum + (body?.length ?? 0), 0);
        expect(size).toBeLessThanOrEqual(mebibytes * 1024 ** 2);
      }),
      { numRuns: 30 },
    );
  });

  it("has nothing for a time before it was made, or from its end on", () => {
    const memory = new AnswerMemory(1);
    memory.find(present, "a");
    memory.keep(present, "a", sized(1), 1_002);
    const found = [999, 1_000, 1_001, 1_002].map((at) => memory.find({ ...present, at }, "a") !== null);
    expect(found).toEqual([false, true, true, false]);
  });

  it("has nothing of another view, nor keeps what was made for one that is past", async () => {
    const memory = new AnswerMemory(1);
    memory.find(present, "a");
    memory.keep(present, "a", sized(1), forever);
    await ledger.mine();
    const next = ledger.store.read((view) => ({ ...present, view }));
    expect(memory.find(next, "a")).toBeNull();
    memory.keep(present, "a", sized(1), forever);
    expect(memory.find(next, "a")).toBeNull();
  });
});
