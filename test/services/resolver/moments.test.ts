import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MomentMemory } from "../../../services/resolver/resolution/moments.js";
import { tables } from "../../../services/store/keys.js";
import { hasCome } from "../../../services/store/lasting.js";
import type { Store } from "../../../services/store/store.js";
import { Trace } from "../../../services/store/trace.js";
import type { EntityView } from "../../../services/store/view.js";
import { address, checkpoint, hash, party } from "../store/model.fixture.js";
import { temporaryStore } from "../store/temporary.fixture.js";

const blocks = 12;
const parties = [1, 2, 3];

const change = fc.record({ n: fc.constantFrom(...parties), block: fc.integer({ min: 1, max: blocks }) });
const question = fc.record({
  /** null asks for the present. */
  block: fc.option(fc.integer({ min: 0, max: blocks }), { nil: null }),
  at: fc.integer({ min: 0, max: 30 }),
});
const story = fc.record({
  changes: fc.array(change, { maxLength: 12 }),
  questions: fc.array(question, { minLength: 5, maxLength: 40 }),
});

/** Parties take names by the block, up to the last one. */
async function fill(store: Store, fork: string, changes: readonly { n: number; block: number }[]) {
  const draft = store.draft();
  for (const { n, block } of [...changes].sort((one, other) => one.block - other.block)) {
    draft.from({ block, transaction: hash(block), by: null });
    draft.put(tables.party, address(n), party(n, { name: `${fork} ${block}` }));
  }
  await draft.commit(checkpoint(blocks, 0), { durable: false });
}

const nameOf = (view: EntityView, n: number) => view.party(address(n))?.name ?? null;
/** Something ends at second 10, and something begins at 20. */
const derived = (view: EntityView, at: number, first: string | null) => [
  first,
  nameOf(view, 2),
  hasCome(10, at),
  hasCome(20, at),
];

describe("what was derived from one moment", () => {
  it("is what would be derived of any other at which it is used again, and lasts as long", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(story, { minLength: 1, maxLength: 2 }), async (stories) => {
        const store = await temporaryStore();
        const names = new MomentMemory<string | null>();
        const memory = new MomentMemory<ReturnType<typeof derived>>();
        const remembered = (view: EntityView, at: number) =>
          memory.value(view, at, "of both", () =>
            derived(
              view,
              at,
              names.value(view, at, "of the first", () => nameOf(view, 1)),
            ),
          );
        for (const [fork, { changes, questions }] of stories.entries()) {
          if (fork > 0) await store.undoTo(null);
          await fill(store, String(fork), changes);
          await store.readAsync(async (present) => {
            const viewOf = (block: number | null, trace?: Trace) =>
              block === null ? present : present.at(block, trace);
            for (const { block, at } of questions) {
              const [found, expected] = [new Trace(), new Trace()];
              expect(remembered(viewOf(block), at)).toEqual(
                derived(viewOf(block), at, nameOf(viewOf(block), 1)),
              );
              remembered(viewOf(block, found), at);
              const view = viewOf(block, expected);
              derived(view, at, nameOf(view, 1));
              expect([found.last, found.next]).toEqual([expected.last, expected.next]);
            }
          });
        }
      }),
      { numRuns: 40 },
    );
  });
});
