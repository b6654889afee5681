import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tables } from "../../../services/store/keys.js";
import type { RecordEntity } from "../../../services/store/model.js";
import { openStore, type Store } from "../../../services/store/store.js";
import { Trace } from "../../../services/store/trace.js";
import type { View } from "../../../services/store/view.js";
import { everything, values, valuesAt } from "./contents.fixture.js";
import {
  address,
  checkpoint,
  hash,
  party,
  at as provenance,
  record,
  recordId,
  twinId,
} from "./model.fixture.js";
import { temporaryFolder, temporaryStore } from "./temporary.fixture.js";

const at = <Answer>(store: Store, block: number, ask: (view: View) => Answer | Promise<Answer>) =>
  store.readAsync(async (view) => ask(view.at(block)));

/** One range up to a block, in which party 1 takes names at blocks of its own; null takes no name, but ends the range. */
async function rename(store: Store, end: number, names: Readonly<Record<number, string>>, finalized = end) {
  const draft = store.draft();
  for (const [block, name] of Object.entries(names)) {
    draft.from({ block: Number(block), transaction: hash(Number(block)), by: address(9) });
    draft.put(tables.party, address(1), party(1, { name }));
  }
  const blocks = Object.keys(names).map((block) => checkpoint(Number(block)));
  await draft.commit(checkpoint(end, finalized), { durable: false, blocks });
}

const nameAt = (store: Store, block: number) =>
  at(store, block, (view) => view.party(address(1))?.name ?? null);

describe("the past", () => {
  it("has each value from the end of its block to before the next change, within one range and across ranges", async () => {
    const store = await temporaryStore();
    await rename(store, 10, { 3: "a", 5: "b" });
    await rename(store, 20, { 15: "c" });
    const found = await Promise.all([2, 3, 4, 5, 14, 15, 20].map((block) => nameAt(store, block)));
    expect(found).toEqual([null, "a", "a", "b", "b", "c", "c"]);
    expect(store.read((view) => view.party(address(1))?.name)).toBe("c");
  });

  it("finds any of more versions than a row names", async () => {
    const store = await temporaryStore();
    const count = 60;
    const names = Object.fromEntries(Array.from({ length: count }, (_, n) => [2 * n + 2, `name ${n}`]));
    await rename(store, 2 * count + 2, names);
    for (let block = 1; block <= 2 * count + 2; block++) {
      const n = Math.min(Math.floor(block / 2) - 1, count - 1);
      expect(await nameAt(store, block)).toBe(n < 0 ? null : `name ${n}`);
    }
  });

  it("has what is gone, keeps it gone between, and has it again", async () => {
    const store = await temporaryStore();
    const key = { twin: twinId(1), epoch: 1, use: "derive" as const, party: address(2) };
    const given = { use: "derive" as const, party: address(2), given: provenance(1) };
    for (const [block, there] of [
      [1, true],
      [3, false],
      [5, true],
      [7, false],
    ] as const) {
      const draft = store.draft();
      if (there) draft.put(tables.twinPermission, key, given);
      else draft.delete(tables.twinPermission, key);
      await draft.commit(checkpoint(block, block), { durable: false });
    }
    const found = [];
    for (let block = 0; block <= 8; block++) {
      const { items } = await at(store, block, (view) => view.twinPermissions(key.twin, 1));
      found.push(items.length);
    }
    expect(found).toEqual([0, 1, 1, 0, 0, 1, 1, 0, 0]);
    expect((await store.readAsync((view) => view.twinPermissions(key.twin, 1))).items).toEqual([]);
  });

  it("keeps no version of what a block leaves as it was", async () => {
    const store = await temporaryStore();
    await rename(store, 1, { 1: "a" });
    const before = await values(store);
    const rows = Object.keys(await everything(store)).filter((key) => key.startsWith("e"));
    await rename(store, 2, { 2: "a" });
    expect(await values(store)).toEqual(before);
    expect(Object.keys(await everything(store)).filter((key) => key.startsWith("e"))).toEqual(rows);
  });

  it("goes through lists of the past in pages, over what came later", async () => {
    const store = await temporaryStore();
    const own = (n: number, owner: number) => record(n, { owner: address(owner) });
    const put = async (block: number, ...records: readonly RecordEntity[]) => {
      const draft = store.draft();
      for (const one of records) draft.put(tables.record, one.id, one);
      await draft.commit(checkpoint(block, block), { durable: false });
    };
    await put(1, ...[0, 1, 2, 3, 4, 5].map((n) => own(n, 1)));
    await put(2, ...[1, 3, 5].map((n) => own(n, 2)), ...[6, 7, 8].map((n) => own(n, 1)));
    const expected = [0, 1, 2, 3, 4, 5].map((n) => String(recordId(n))).sort();
    const found: string[] = [];
    let after: string | undefined;
    do {
      const page = await at(store, 1, (view) => view.recordsOfOwner(address(1), { limit: 2, after }));
      expect(page.items.every(({ owner }) => owner === address(1))).toBe(true);
      found.push(...page.items.map(({ id }) => id));
      after = page.next ?? undefined;
    } while (after !== undefined);
    expect(found).toEqual(expected);
  });

  it("tells since when and until when what was read stays as it is", async () => {
    const store = await temporaryStore();
    await rename(store, 20, { 3: "a", 5: "b", 9: "c" });
    const traced = async (block: number) => {
      const trace = new Trace();
      await store.readAsync(async (view) => view.at(block, trace).party(address(1)));
      return [trace.last, trace.next];
    };
    expect(await Promise.all([2, 3, 6, 9, 20].map(traced))).toEqual([
      [null, 3],
      [3, 5],
      [5, 9],
      [9, null],
      [9, null],
    ]);
  });

  it("tells the versions of a thing with block, transaction and sender, a page at a time", async () => {
    const store = await temporaryStore();
    await rename(store, 20, { 3: "a", 5: "b", 9: "c" });
    await store.readAsync(async (view) => {
      const party1 = { kind: "party" as const, id: address(1) };
      const first = view.historyOf(party1, 20, { limit: 2 });
      const second = view.historyOf(party1, 20, { limit: 2, after: first.next ?? undefined });
      expect(
        [...first.items, ...second.items].map(({ thing, block: { number } }) => [nameOf(thing), number]),
      ).toEqual([
        ["a", 3],
        ["b", 5],
        ["c", 9],
      ]);
      expect(second.next).toBeNull();
      expect(second.items[0]?.before).toEqual({ kind: "party", entity: party(1, { name: "b" }) });
      expect(second.items[0]?.causes).toEqual([{ transaction: hash(9), by: address(9) }]);
      expect(view.historyOf(party1, 4).items).toHaveLength(1);
      expect(view.historyOf({ kind: "party", id: address(2) }, 20).items).toEqual([]);
    });
  });

  it("knows blocks by hash and by time, and forgets those of a replaced chain", async () => {
    const store = await temporaryStore();
    await rename(store, 10, { 3: "a", 5: "b" }, 0);
    await rename(store, 20, { 15: "c" }, 0);
    const time = (block: number) => checkpoint(block).time;
    await store.readAsync(async (view) => {
      expect(view.blockOfHash(hash(15))).toBe(15);
      expect(view.blockOfHash(hash(14))).toBeNull();
      expect(view.blockAt(time(14))?.block.number).toBe(10);
      expect(view.blockAt(time(15))?.block.number).toBe(15);
      expect(view.lastBlock(4)?.number).toBe(3);
      expect(view.lastBlock(2)).toBeNull();
    });
    await store.undoTo(10);
    await store.readAsync(async (view) => {
      expect(view.blockOfHash(hash(15))).toBeNull();
      expect(view.blockAt(time(20))?.block.number).toBe(10);
    });
    expect(await nameAt(store, 20)).toBe("b");
  });
});

const change = fc.record({
  /** Blocks after the one before. */
  later: fc.integer({ min: 0, max: 2 }),
  n: fc.integer({ min: 0, max: 4 }),
  owner: fc.integer({ min: 1, max: 3 }),
  subject: fc.option(fc.integer({ min: 0, max: 1 }), { nil: null }),
  gone: fc.boolean(),
});

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ changes: fc.array(change, { maxLength: 8 }) }) },
  { weight: 1, arbitrary: fc.record({ ranges: fc.integer({ min: 1, max: 3 }) }) },
);

type Change = { readonly block: number } & Pick<
  typeof change extends fc.Arbitrary<infer One> ? One : never,
  "n" | "owner" | "subject" | "gone"
>;

function apply(store: Store, changes: readonly Change[]) {
  const draft = store.draft();
  for (const { block, n, owner, subject, gone } of changes) {
    draft.from({ block, transaction: hash(block), by: null });
    const entity = record(n, {
      owner: address(owner),
      subject: subject === null ? { kind: "none" } : { kind: "twin", id: twinId(subject) },
    });
    draft.put(tables.record, entity.id, entity);
    if (gone) draft.delete(tables.sameAs, entity.id);
    else draft.put(tables.sameAs, entity.id, { record: entity.id, epoch: 1, stated: [recordId(owner)] });
  }
  return draft;
}

describe("the past at random", () => {
  it("is at every block what a store is that was filled up to there", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
        const location = await temporaryFolder();
        const store = await openStore(location, { createIfMissing: true });
        const done: { readonly end: number; readonly changes: readonly Change[] }[] = [];
        for (const one of steps) {
          if ("changes" in one) {
            let block = (done.at(-1)?.end ?? 0) + 1;
            const changes = one.changes.map(({ later, ...rest }) => {
              block += later;
              return { ...rest, block };
            });
            await apply(store, changes).commit(checkpoint(block, 0), { durable: false });
            done.push({ end: block, changes });
          } else if (one.ranges <= done.length) {
            done.length -= one.ranges;
            await store.undoTo(done.at(-1)?.end ?? null);
          }
        }
        const end = done.at(-1)?.end ?? 0;
        for (let block = 0; block <= end; block += 1) {
          const replayed = await temporaryStore();
          const before = done.flatMap(({ changes }) => changes).filter((each) => each.block <= block);
          await apply(replayed, before).commit(checkpoint(Math.max(block, 1), 0), { durable: false });
          expect(await valuesAt(location, block)).toEqual(await values(replayed));
        }
        await store.close();
      }),
      { numRuns: 25 },
    );
  });
});

const nameOf = ({ entity }: { readonly entity: object }) => ("name" in entity ? entity.name : undefined);
