/** Whether anything that was looked up has changed since: never no where it has, and hardly ever yes where it has not. */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Key, ranges, tables } from "../../../services/store/keys.js";
import { withLasting } from "../../../services/store/lasting.js";
import { markWrite, mayHaveChanged, placeOfKey, placeOfList } from "../../../services/store/marks.js";
import { openStore, type Store } from "../../../services/store/store.js";
import type { EntityView } from "../../../services/store/view.js";
import { address, checkpoint, party, twinId } from "./model.fixture.js";
import { temporaryFolder, temporaryStore } from "./temporary.fixture.js";

const keys = fc.oneof(
  fc.nat(50).map((n) => tables.party.key(address(n))),
  fc.nat(50).map((n) => tables.component.key({ whole: twinId(n % 5), part: twinId(n) })),
  fc.nat(50).map((n) => tables.twin.key(twinId(n))),
  fc.nat(50).map((n) => tables.block.key(n)),
);

const marked = (all: readonly Key[]): number => markWrite(new Map(all.map((key) => [key, null])));

describe("the marks of writes", () => {
  it("tell of each key that was changed after a write, and of none that was changed before", () => {
    const since = fc.record({ before: fc.array(keys), after: fc.array(keys), asked: fc.array(keys) });
    fc.assert(
      fc.property(since, ({ before, after, asked }) => {
        const start = marked(before);
        const now = marked(after);
        const changed = asked.filter((key) => after.includes(key));
        const same = asked.filter((key) => !after.includes(key));
        for (const key of changed) expect(mayHaveChanged([placeOfKey(key)], start, now)).toBe(true);
        expect(mayHaveChanged(same.map(placeOfKey), start, now)).toBe(false);
        expect(mayHaveChanged(asked.map(placeOfKey), now, now)).toBe(false);
      }),
    );
  });

  it("tell of a list that has a key which was changed", () => {
    const write = marked([]);
    const now = marked([
      tables.component.key({ whole: twinId(1), part: twinId(7) }),
      tables.twin.key(twinId(1)),
    ]);
    const lists = [
      ranges.componentsOf(twinId(1)),
      ranges.componentsOf(twinId(2)),
      ranges.twins(),
      ranges.didStatements(address(1)),
    ];
    const changed = lists.map((of) => mayHaveChanged([placeOfList(of)], write, now));
    expect(changed).toEqual([true, false, true, false]);
  });

  it("count a write of more than can be marked as a change of everything", () => {
    const write = marked([]);
    const others = Array.from({ length: 5_000 }, (_, n) => tables.party.key(address(100 + n)));
    const now = marked(others);
    expect(mayHaveChanged([placeOfKey(tables.twin.key(twinId(1)))], write, now)).toBe(true);
    expect(mayHaveChanged([placeOfKey(tables.twin.key(twinId(1)))], now, marked([]))).toBe(false);
  });

  it("mark as many as can be each for itself, whatever else a write has that nobody looks up", () => {
    const write = marked([]);
    const others = Array.from({ length: 1_024 }, (_, n) => tables.party.key(address(100 + n)));
    const events = Array.from({ length: 1_024 }, (_, n) => tables.events.key({ block: n, stretch: 0 }));
    const now = marked([...others, ...events]);
    expect(mayHaveChanged([placeOfKey(tables.party.key(address(100)))], write, now)).toBe(true);
    expect(mayHaveChanged([placeOfKey(tables.twin.key(twinId(1)))], write, now)).toBe(false);
  });

  it("vouch for nothing that was written where the marks are not seen", () => {
    const write = marked([]);
    expect(mayHaveChanged([], write, write + 1)).toBe(true);
  });
});

/** The write that the store is of, and the places of what is looked up there. */
const lookedUp = (store: Store, look: (view: EntityView) => unknown) =>
  store.read((view) => ({ write: view.write, ...withLasting(() => look(view)).lasting }));
const writeOf = (store: Store): number => store.read((view) => view.write);

describe("a store", () => {
  it("is of a higher write after each commit and each undo, also when it is opened again", async () => {
    const location = await temporaryFolder();
    const writes: number[] = [];
    for (const number of [1, 3]) {
      const store = await openStore(location, { createIfMissing: true });
      writes.push(writeOf(store));
      await store.draft().commit(checkpoint(number), { durable: false });
      writes.push(writeOf(store));
      await store.draft().commit(checkpoint(number + 1), { durable: false });
      writes.push(writeOf(store));
      await store.undoTo(number);
      writes.push(writeOf(store));
      await store.close();
    }
    // Opened again it is of the write at which it was closed.
    expect(writes.toSpliced(4, 1)).toEqual([...new Set(writes)].sort((one, other) => one - other));
    expect(writes[4]).toBe(writes[3]);
  });

  it("says what has changed by commits that were not shown, and by an undo", async () => {
    const store = await temporaryStore();
    const put = async (number: number, shown: boolean): Promise<void> => {
      const draft = store.draft();
      draft.put(tables.party, address(number), party(number));
      await draft.commit(checkpoint(number), { durable: false, shown });
    };
    await put(1, true);
    const seen = [1, 2, 3].map((number) => lookedUp(store, (view) => view.party(address(number))));
    const changed = () => seen.map(({ made, write }) => mayHaveChanged(made, write, writeOf(store)));
    expect(changed()).toEqual([false, false, false]);
    await put(2, false);
    store.show();
    expect(changed()).toEqual([false, true, false]);
    const before = lookedUp(store, (view) => view.party(address(2)));
    await store.undoTo(1);
    expect(mayHaveChanged(before.made, before.write, writeOf(store))).toBe(true);
  });

  it("says what another thread has changed", async () => {
    const location = await temporaryFolder();
    const store = await openStore(location, { createIfMissing: true });
    await store.draft().commit(checkpoint(1), { durable: false });
    const module = (name: string) => new URL(`../../../dist/services/store/${name}.js`, import.meta.url).href;
    const code = `
      import { parentPort } from "node:worker_threads";
      const { openStore } = await import(${JSON.stringify(module("store"))});
      const { tables } = await import(${JSON.stringify(module("keys"))});
      const store = await openStore(${JSON.stringify(location)}, { createIfMissing: false });
      const draft = store.draft();
      draft.put(tables.party, ${JSON.stringify(address(1))}, ${JSON.stringify(party(1))});
      await draft.commit(${JSON.stringify(checkpoint(2))}, { durable: false });
      await store.close();
      parentPort.postMessage("committed");`;
    const seen = [1, 2].map((number) => lookedUp(store, (view) => view.party(address(number))));
    const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`));
    await once(worker, "message");
    expect(seen.map(({ made, write }) => mayHaveChanged(made, write, writeOf(store)))).toEqual([true, false]);
    await store.close();
  });
});
