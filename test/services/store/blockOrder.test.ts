/** Which block was the last one: of a number between two known blocks, of a time, over ranges, reorganisations and moments. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { KnownBlock } from "../../../services/store/model.js";
import type { Store } from "../../../services/store/store.js";
import type { StoreView } from "../../../services/store/view.js";
import { checkpoint, fingerprint, hash } from "./model.fixture.js";
import { temporaryStore } from "./temporary.fixture.js";

const start = 1_700_000_000;

/** How far a block is from the one before, in numbers and seconds: several may be of one second. */
const step = fc.record({ number: fc.integer({ min: 1, max: 3 }), seconds: fc.nat(2) });
/** Blocks that become known with one commit, the last of which ends it. */
const range = fc.array(step, { minLength: 1, maxLength: 6 });
const action = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("more" as const), range }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("undo" as const), ranges: fc.nat(3) }) },
);

/** The blocks as a list says them, range by range. */
class Model {
  readonly #ranges: KnownBlock[][] = [];

  get blocks(): readonly KnownBlock[] {
    return this.#ranges.flat();
  }

  add(steps: readonly { readonly number: number; readonly seconds: number }[], fork: number): KnownBlock[] {
    let { number, time } = this.blocks.at(-1) ?? { number: 0, time: start };
    const added = steps.map((each) => {
      number += each.number;
      time += each.seconds;
      return { number, time, hash: hash(number, fork) };
    });
    this.#ranges.push(added);
    return added;
  }

  /** Takes back as many ranges as there are of those asked for; null where none is left. */
  undo(ranges: number): number | null {
    this.#ranges.splice(Math.max(this.#ranges.length - ranges, 0));
    return this.blocks.at(-1)?.number ?? null;
  }
}

async function commit(store: Store, blocks: readonly KnownBlock[]): Promise<void> {
  const end = blocks.at(-1);
  if (end === undefined) throw new Error("a range has a block");
  await store.draft().commit({ ...end, finalized: 0, head: end.number }, { durable: false, blocks });
}

/** Every number and time, from before the first block to after the last, as a list would answer it. */
function agree(view: StoreView, blocks: readonly KnownBlock[]): void {
  const last = blocks.at(-1) ?? { number: 0, time: start };
  for (let number = 0; number <= last.number + 1; number += 1) {
    const expected = blocks.findLast((block) => block.number <= number) ?? null;
    expect([number, view.lastBlock(number)]).toEqual([number, expected]);
  }
  for (let second = start - 1; second <= last.time + 1; second += 1) {
    const place = blocks.findLastIndex((block) => block.time <= second);
    const block = blocks[place];
    const expected = block === undefined ? null : { block, until: blocks[place + 1]?.number ?? null };
    expect([second, view.blockAt(second)]).toEqual([second, expected]);
  }
}

describe("the order of known blocks", () => {
  it("is that of the chain, whatever was committed and taken back", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 1, maxLength: 12 }), async (actions) => {
        const store = await temporaryStore();
        await store.claim(fingerprint);
        const model = new Model();
        for (const [fork, each] of actions.entries()) {
          if (each.kind === "more") await commit(store, model.add(each.range, fork));
          else await store.undoTo(model.undo(each.ranges));
          await store.readAsync(async (view) => agree(view, model.blocks));
        }
      }),
      { numRuns: 40 },
    );
  });

  it("is of the snapshot, not of what is committed or taken back meanwhile", async () => {
    const store = await temporaryStore();
    await commit(store, [checkpoint(3), checkpoint(5)]);
    await store.readAsync(async (before) => {
      expect(before.blockAt(checkpoint(9).time)).toEqual({ block: known(5), until: null });
      await commit(store, [checkpoint(7)]);
      expect(before.blockAt(checkpoint(9).time)).toEqual({ block: known(5), until: null });
      await store.readAsync(async (after) => {
        expect(after.blockAt(checkpoint(6).time)).toEqual({ block: known(5), until: 7 });
        await store.undoTo(5);
        expect(after.lastBlock(9)).toEqual(known(7));
      });
      expect(store.read((view) => view.lastBlock(9))).toEqual(known(5));
    });
  });

  it("holds over more blocks than a snapshot remembers", async () => {
    const store = await temporaryStore();
    const blocks = Array.from({ length: 9_000 }, (_, n) => known(2 * n + 2));
    await commit(store, blocks);
    store.read((view) => {
      for (const turn of blocks.keys()) {
        const place = (turn * 7_919) % blocks.length;
        const { number, time } = known(2 * place + 2);
        const until = blocks[place + 1]?.number ?? null;
        expect(view.blockAt(time)).toEqual({ block: blocks[place], until });
        expect(view.lastBlock(number + 1)).toEqual(blocks[place]);
      }
    });
  });
});

function known(number: number): KnownBlock {
  const { hash: name, time } = checkpoint(number);
  return { number, hash: name, time };
}
