import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Sent } from "../../../../services/resolver/http/sent.js";
import {
  type Answered,
  AnswerMemory,
  type Known,
  type Present,
} from "../../../../services/resolver/remembered/memory.js";
import { type Lasting, withLasting } from "../../../../services/store/lasting.js";
import type { Address } from "../../../../services/store/model.js";
import type { EntityView } from "../../../../services/store/view.js";
import { LedgerFixture } from "../ledger.fixture.js";

let ledger: LedgerFixture;
let root: Address;
let present: Present;

beforeAll(async () => {
  ledger = await LedgerFixture.open();
  root = ledger.party("Root");
  ledger.schemes(root);
  await ledger.mine();
  present = presentOf();
});
afterAll(() => ledger.close());

const at = 1_000;
function presentOf(): Present {
  return ledger.store.read((view) => {
    const checkpoint = view.checkpoint();
    if (checkpoint === null) throw new Error("the ledger has no block");
    return { write: view.write, checkpoint, at };
  });
}

const forever: Lasting = { until: Number.POSITIVE_INFINITY, made: [], namesBlock: false };
/** How long an answer lasts that is made of what is looked up now. */
const lastingOf = (look: (view: EntityView) => unknown): Lasting =>
  ledger.store.read((view) => withLasting(() => look(view)).lasting);
const kept = (sent: Sent, lasting = forever): Answered => ({ sent, lasting, renewal: null });
const sentOf = (known: Known | null): Sent | null => (known?.kind === "same" ? known.sent : null);
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
        const all = new Map<number, Sent>();
        for (const { question, bytes } of asked) {
          const found = sentOf(memory.find(present, String(question)));
          if (found !== null) {
            expect(found).toBe(all.get(question));
            continue;
          }
          const sent = sized(bytes);
          all.set(question, sent);
          memory.keep(present, String(question), kept(sent));
          if (bytes < 3_000) expect(sentOf(memory.find(present, String(question)))).toBe(sent);
        }
        const held = [...all].filter(([question]) => memory.find(present, String(question)) !== null);
        const size = held.reduce((sum, [, { body }]) => sum + (body?.length ?? 0), 0);
        expect(size).toBeLessThanOrEqual(mebibytes * 1024 ** 2);
      }),
      { numRuns: 30 },
    );
  });

  it("counts what an answer was made of among its bytes, and one that takes another's place once", () => {
    const memory = new AnswerMemory(0.25);
    const made = Array.from({ length: 400 }, (_, place) => place);
    for (let number = 0; number < 100; number++)
      memory.keep(present, String(number), kept(sized(1), { ...forever, made }));
    const held = Array.from({ length: 100 }, (_, number) => memory.find(present, String(number)) !== null);
    expect(held.filter(Boolean).length).toBeLessThan((0.25 * 1024 ** 2) / (400 * 8));
    const other = new AnswerMemory(0.25);
    for (const name of ["a", "b"]) other.keep(present, name, kept(sized(3_000)));
    for (let turn = 0; turn < 1_000; turn++) other.keep(present, "a", kept(sized(3_000)));
    expect(other.find(present, "b")).not.toBeNull();
  });

  it("has nothing for a time before it was made, or from its end on", () => {
    const memory = new AnswerMemory(1);
    memory.keep(present, "a", kept(sized(1), { ...forever, until: 1_002 }));
    const found = [999, 1_000, 1_001, 1_002].map((at) => memory.find({ ...present, at }, "a") !== null);
    expect(found).toEqual([false, true, true, false]);
  });

  it("has an answer over blocks that change nothing that it was made of, and no longer", async () => {
    const memory = new AnswerMemory(1);
    present = presentOf();
    const answers = {
      nothing: forever,
      root: lastingOf((view) => view.party(root)),
      absent: lastingOf((view) => view.office(1)),
      block: lastingOf((view) => view.checkpoint()),
      named: { ...forever, namesBlock: true },
    };
    for (const [name, lasting] of Object.entries(answers))
      memory.keep(present, name, kept(sized(1), lasting));
    const found = (): string[] => {
      const now = presentOf();
      return Object.keys(answers).filter((name) => memory.find(now, name) !== null);
    };
    expect(found()).toEqual(["nothing", "root", "absent", "block", "named"]);
    ledger.party("Another");
    await ledger.mine({ finalized: 1 });
    await ledger.mine({ finalized: 1 });
    expect(found()).toEqual(["nothing", "root", "absent"]);
    ledger.office(1, "Office");
    await ledger.mine({ finalized: 1 });
    await ledger.mine({ finalized: 1 });
    expect(found()).toEqual(["nothing", "root"]);
    ledger.controlTo(root, ledger.party("Heir"));
    await ledger.mine({ finalized: 1 });
    expect(found()).toEqual(["nothing"]);
  });

  it("has nothing of what a block changed that came while the answer was made", async () => {
    const memory = new AnswerMemory(1);
    const before = presentOf();
    ledger.office(2, "Office");
    await ledger.mine();
    memory.keep(
      before,
      "changed",
      kept(
        sized(1),
        lastingOf((view) => view.office(2)),
      ),
    );
    memory.keep(
      before,
      "same",
      kept(
        sized(1),
        lastingOf((view) => view.party(root)),
      ),
    );
    const now = presentOf();
    expect([memory.find(now, "changed"), memory.find(now, "same")]).toEqual([
      null,
      expect.objectContaining({ kind: "same" }),
    ]);
  });
});
