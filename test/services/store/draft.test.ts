import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tables } from "../../../services/store/keys.js";
import type { Checkpoint, RecordEntity } from "../../../services/store/model.js";
import type { Store } from "../../../services/store/store.js";
import { openStore } from "../../../services/store/store.js";
import { contents, everything } from "./contents.fixture.js";
import { address, checkpoint, hash, party, record, recordId, twinId } from "./model.fixture.js";
import { temporaryFolder, temporaryStore } from "./temporary.fixture.js";

async function commit(
  store: Store,
  number: number,
  finalized: number,
  ...names: readonly string[]
): Promise<void> {
  const draft = store.draft();
  names.forEach((name, n) => {
    draft.put(tables.party, address(n + 1), party(n + 1, { name }));
  });
  await draft.commit(checkpoint(number, finalized), { durable: false });
}

const undoable = async (store: Store): Promise<number[]> => {
  const ends: number[] = [];
  for await (const { end } of store.undoableRanges()) ends.push(end);
  return ends;
};

describe("a draft", () => {
  it("shows its own changes, and the store shows none of them before the commit", async () => {
    const store = await temporaryStore();
    const draft = store.draft();
    draft.put(tables.party, address(1), party(1));
    expect(draft.get(tables.party, address(1))).toEqual(party(1));
    expect(await everything(store)).toEqual({});
    await draft.commit(checkpoint(1), { durable: false });
    expect(store.read((view) => view.party(address(1)))).toEqual(party(1));
  });

  it("keeps undo records of ranges that are not final, and drops them once they are", async () => {
    const store = await temporaryStore();
    await commit(store, 1, 1, "final");
    expect(await undoable(store)).toEqual([]);
    await commit(store, 2, 1, "two");
    await commit(store, 3, 1, "three");
    expect(await undoable(store)).toEqual([3, 2]);
    await commit(store, 4, 2, "four");
    expect(await undoable(store)).toEqual([4, 3]);
    await commit(store, 5, 5, "five");
    expect(await undoable(store)).toEqual([]);
  });
});

describe("an undo", () => {
  it("brings back exactly what was there, in one step or several", async () => {
    const store = await temporaryStore();
    await commit(store, 1, 1, "a");
    const one = await everything(store);
    await commit(store, 2, 1, "b", "new");
    const two = await everything(store);
    await commit(store, 3, 1, "c");
    await store.undoTo(2);
    expect(await everything(store)).toEqual(two);
    await commit(store, 3, 1, "other", "other");
    await store.undoTo(1);
    expect(await everything(store)).toEqual(one);
  });

  it("goes back to the empty store where the first range is not final", async () => {
    const store = await temporaryStore();
    await commit(store, 5, 0, "a");
    await commit(store, 6, 0, "b");
    await store.undoTo(null);
    expect(await everything(store)).toEqual({});
  });

  it("refuses to go below what is final, or to where there was no checkpoint", async () => {
    const store = await temporaryStore();
    await commit(store, 1, 1, "a");
    await commit(store, 4, 1, "b");
    await commit(store, 6, 4, "c");
    const before = await everything(store);
    for (const target of [1, 2, 5, 7, null]) {
      await expect(store.undoTo(target)).rejects.toMatchObject({ code: "STORE_NOT_UNDOABLE" });
    }
    await store.undoTo(6);
    expect(await everything(store)).toEqual(before);
    await store.undoTo(4);
    expect(store.read((view) => view.checkpoint()?.finalized)).toBe(4);
  });

  it("survives a restart", async () => {
    const location = await temporaryFolder();
    const first = await openStore(location, { createIfMissing: true });
    await commit(first, 1, 0, "a");
    const one = await everything(first);
    await commit(first, 2, 0, "b");
    await first.close();
    const again = await openStore(location, { createIfMissing: false });
    await again.undoTo(1);
    expect(await everything(again)).toEqual(one);
    await again.close();
  });
});

const changing = fc.record({
  blocks: fc.integer({ min: 1, max: 3 }),
  finality: fc.integer({ min: 0, max: 8 }),
  changes: fc.array(
    fc.record({
      n: fc.integer({ min: 0, max: 3 }),
      owner: fc.integer({ min: 1, max: 2 }),
      // null takes them back.
      stated: fc.option(fc.integer({ min: 4, max: 6 }), { nil: null }),
    }),
    { maxLength: 6 },
  ),
});

describe("a draft that foresees what it is asked for", () => {
  async function written(
    ranges: readonly (typeof changing extends fc.Arbitrary<infer Range> ? Range : never)[],
    foresees: boolean,
  ): Promise<unknown> {
    const store = await openStore(await temporaryFolder(), { createIfMissing: true });
    let number = 0;
    let finalized = 0;
    for (const { blocks, finality, changes } of ranges) {
      const draft = store.draft();
      const ids = changes.map(({ n }) => recordId(n));
      if (foresees) await draft.foresee(tables.record, ids);
      for (const [place, { n, owner, stated }] of changes.entries()) {
        const block = number + 1 + Math.floor((place * blocks) / changes.length);
        draft.from({ block, transaction: hash(block), by: address(owner) });
        const registered = draft.get(tables.record, recordId(n));
        draft.put(tables.record, recordId(n), {
          ...(registered ?? record(n)),
          owner: address(owner),
          epoch: (registered?.epoch ?? 0) + 1,
        });
        draft.count(tables.wholeActivity, null, { transfers: 1 });
        if (stated === null) draft.delete(tables.sameAs, recordId(n));
        else {
          const others = { record: recordId(n), epoch: 1, stated: [recordId(stated)] };
          draft.put(tables.sameAs, recordId(n), others);
        }
      }
      number += blocks;
      finalized = Math.max(finalized, number - finality);
      await draft.commit(checkpoint(number, finalized), { durable: false });
    }
    const states = [await everything(store)];
    const targets: (number | null)[] = [];
    for await (const { previous } of store.undoableRanges()) targets.push(previous?.number ?? null);
    for (const target of targets) {
      await store.undoTo(target);
      states.push(await everything(store));
    }
    await store.close();
    return states;
  }

  it("leaves the store, and what undoes it, as one that looks it up when it is asked", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(changing, { minLength: 2, maxLength: 6 }), async (ranges) => {
        expect(await written(ranges, true)).toEqual(await written(ranges, false));
      }),
      { numRuns: 40 },
    );
  });
});

/** The store as plain maps: a list of whole states, one a checkpoint. */
interface State {
  readonly checkpoint: Checkpoint | null;
  readonly records: ReadonlyMap<string, RecordEntity>;
}

const change = fc.record({
  n: fc.integer({ min: 0, max: 6 }),
  owner: fc.integer({ min: 1, max: 3 }),
  subject: fc.option(fc.integer({ min: 0, max: 2 }), { nil: null }),
});

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("commit" as const),
      blocks: fc.integer({ min: 1, max: 3 }),
      finality: fc.integer({ min: 0, max: 8 }),
      changes: fc.array(change, { maxLength: 6 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("undo" as const), ranges: fc.integer({ min: 1, max: 4 }) }),
  },
);

async function expectSame(store: Store, state: State): Promise<void> {
  await store.readAsync(async (view) => {
    expect(view.checkpoint()).toEqual(state.checkpoint);
    for (let n = 0; n <= 6; n++)
      expect(view.record(recordId(n))).toEqual(state.records.get(recordId(n)) ?? null);
    for (let owner = 1; owner <= 3; owner++) {
      const expected = [...state.records.values()].filter((each) => each.owner === address(owner));
      const { items } = await view.recordsOfOwner(address(owner));
      expect(items.map(({ id }) => id)).toEqual(expected.map(({ id }) => id).sort());
    }
    for (let n = 0; n <= 2; n++) {
      const expected = [...state.records.values()].filter(
        ({ subject }) => subject.kind === "twin" && subject.id === twinId(n),
      );
      const { items } = await view.recordsOfSubject({ kind: "twin", id: twinId(n) });
      expect(items.map(({ id }) => id)).toEqual(expected.map(({ id }) => id).sort());
    }
  });
}

describe("drafts and undos at random", () => {
  it("leave the store as a model made of maps", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const folder = await temporaryFolder();
        const store = await openStore(folder, { createIfMissing: true });
        const history: State[] = [{ checkpoint: null, records: new Map() }];
        const dumps = [await contents(store)];
        let finalized = 0;
        for (const each of steps) {
          const now = history.at(-1) ?? { checkpoint: null, records: new Map() };
          if (each.kind === "commit") {
            const number = (now.checkpoint?.number ?? 0) + each.blocks;
            finalized = Math.max(finalized, number - each.finality);
            const end: Checkpoint = { ...checkpoint(number, finalized), hash: hash(number, history.length) };
            const records = new Map(now.records);
            const draft = store.draft();
            for (const { n, owner, subject } of each.changes) {
              const entity = record(n, {
                owner: address(owner),
                subject: subject === null ? { kind: "none" } : { kind: "twin", id: twinId(subject) },
              });
              records.set(entity.id, entity);
              draft.put(tables.record, entity.id, entity);
            }
            await draft.commit(end, { durable: false });
            history.push({ checkpoint: end, records });
            dumps.push(await contents(store));
          } else if (history.length > each.ranges) {
            const target = history[history.length - 1 - each.ranges];
            const undone = history.slice(history.length - each.ranges);
            const allowed = undone.every(({ checkpoint: end }) => (end?.number ?? 0) > finalized);
            const undo = store.undoTo(target?.checkpoint?.number ?? null);
            if (allowed) {
              await undo;
              history.length -= each.ranges;
              dumps.length -= each.ranges;
              const last = history.at(-1);
              if (last !== undefined && last.checkpoint !== null) {
                history[history.length - 1] = { ...last, checkpoint: { ...last.checkpoint, finalized } };
              }
            } else {
              await expect(undo).rejects.toMatchObject({ code: "STORE_NOT_UNDOABLE" });
            }
          }
          const state = history.at(-1);
          if (state !== undefined) await expectSame(store, state);
          const withoutCheckpoint = ({ "01": _, ...rest }: Record<string, string>) => rest;
          expect(withoutCheckpoint(await contents(store))).toEqual(withoutCheckpoint(dumps.at(-1) ?? {}));
        }
        await store.close();
      }),
      { numRuns: 60 },
    );
  });
});
