/** The log of events beside a plain list of them, over chains that grow and are replaced. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stretchForm } from "../../../services/store/eventStretch.js";
import { type LoggedEvent, type PlacedEvent, positionOf } from "../../../services/store/events.js";
import type { KnownBlock, Thing } from "../../../services/store/model.js";
import type { Store } from "../../../services/store/store.js";
import { address, hash, namespaceId, recordId, twinId } from "./model.fixture.js";
import { temporaryStore } from "./temporary.fixture.js";

const few = fc.nat(3);
const things: fc.Arbitrary<Thing> = fc.oneof(
  few.map((n): Thing => ({ kind: "record", id: recordId(n) })),
  few.map((n): Thing => ({ kind: "twin", id: twinId(n) })),
  few.map((n): Thing => ({ kind: "party", id: address(n) })),
);
const events: fc.Arbitrary<LoggedEvent> = fc.record({
  event: fc.constantFrom("Transfer", "IdentifierRegistered", "RecordContentUpdated"),
  transaction: few.map((n) => hash(n)),
  things: fc.array(things, { maxLength: 3 }),
  owners: fc.array(few.map(address), { maxLength: 3 }),
  namespaces: fc.array(few.map(namespaceId), { maxLength: 2 }),
  grantee: fc.option(few.map(address)),
});
/** Events of a block by the positions of their logs: next to each other, far apart, at the ends of stretches. */
const logsOfBlock = fc.uniqueArray(
  fc.tuple(fc.oneof(fc.nat(200), fc.constantFrom(0, 63, 64, 127, 128, 0xffffffff)), events),
  { selector: ([log]) => log, maxLength: 40 },
);

type Step =
  | { readonly kind: "grow"; readonly blocks: readonly (readonly (readonly [number, LoggedEvent])[])[] }
  | { readonly kind: "undo"; readonly steps: number };
const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant("grow"),
        blocks: fc.array(logsOfBlock, { minLength: 1, maxLength: 3 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("undo"), steps: fc.integer({ min: 1, max: 2 }) }) },
  ),
  { minLength: 1, maxLength: 8 },
);

/** A chain of which each range that was committed can be undone. */
class Chain {
  readonly #store: Store;
  #fork = 0;
  readonly ends: number[] = [];
  events: PlacedEvent[] = [];
  undone: PlacedEvent[] = [];

  constructor(store: Store) {
    this.#store = store;
  }

  async grow(blocks: readonly (readonly (readonly [number, LoggedEvent])[])[]): Promise<void> {
    const draft = this.#store.draft();
    const known: KnownBlock[] = [];
    let number = this.ends.at(-1) ?? 0;
    for (const logs of blocks) {
      number += 1;
      const block = { number, hash: hash(number, this.#fork), time: number };
      known.push(block);
      for (const [log, event] of [...logs].sort(([one], [other]) => one - other)) {
        draft.note({ block: number, log }, event);
        this.events.push({ ...event, block, log });
      }
    }
    const end = known.at(-1) ?? { number, hash: hash(number), time: number };
    await draft.commit({ ...end, finalized: 0, head: number }, { durable: false, blocks: known });
    this.ends.push(number);
  }

  async undo(steps: number): Promise<void> {
    if (this.ends.length <= steps) return;
    this.ends.splice(-steps);
    const target = this.ends.at(-1) ?? 0;
    await this.#store.undoTo(target);
    this.#fork += 1;
    this.undone = this.events.filter(({ block }) => block.number > target);
    this.events = this.events.filter(({ block }) => block.number <= target);
  }
}

async function expectSame({ events, ends, undone }: Chain, store: Store, pick: number): Promise<void> {
  await store.readAsync(async (view) => {
    const log = view.events;
    expect(await log.after(null, 1_000)).toStrictEqual(events);
    const place = events[pick % Math.max(events.length, 1)];
    if (place !== undefined) {
      const after = { block: place.block.number, log: place.log };
      const rest = events.slice(events.indexOf(place) + 1);
      expect(await log.after(after, 5)).toStrictEqual(rest.slice(0, 5));
      expect(log.find(positionOf(place))).toStrictEqual(place);
      expect(log.stands(positionOf(place))).toBe(true);
      expect(log.stands({ ...positionOf(place), log: place.log + 1 })).toBe(
        events.some(({ block, log }) => block.number === place.block.number && log === place.log + 1),
      );
    }
    const upTo = ends[pick % Math.max(ends.length, 1)] ?? 0;
    const last = events.findLast(({ block }) => block.number <= upTo);
    expect(await log.last(upTo)).toStrictEqual(last === undefined ? null : positionOf(last));
    for (const gone of undone) {
      expect(log.stands(positionOf(gone))).toBe(false);
      expect(log.find(positionOf(gone))).toStrictEqual(gone);
    }
  });
}

describe("the log of events", () => {
  it("is the list of them in the chain's order, wherever it is entered, and knows those that were taken back", async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.nat(1_000), async (all, pick) => {
        const store = await temporaryStore();
        const chain = new Chain(store);
        for (const step of all) {
          if (step.kind === "grow") await chain.grow(step.blocks);
          else await chain.undo(step.steps);
          await expectSame(chain, store, pick);
        }
        await store.close();
      }),
      { numRuns: 40 },
    );
  });

  it("keeps of events of the same thing little more than the thing", () => {
    const event: LoggedEvent = {
      event: "Transfer",
      transaction: hash(1),
      things: [{ kind: "record", id: recordId(1) }],
      owners: [address(1)],
      namespaces: [namespaceId(1)],
      grantee: null,
    };
    const one = stretchForm.encode([{ log: 0, event }]);
    const three = stretchForm.encode([0, 1, 2].map((log) => ({ log, event })));
    expect(three.length - one.length).toBeLessThan(60);
  });
});
