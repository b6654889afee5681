/** Ranges of invented logs, written in whatever parts they come. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LedgerLog } from "../../../services/index/eventsOf.js";
import { type LedgerPart, writeRange } from "../../../services/index/writeRange.js";
import { interfaces } from "../../../services/ledger/contracts.js";
import type { Checkpoint, KnownBlock } from "../../../services/store/model.js";
import type { Store } from "../../../services/store/store.js";
import { address, hash } from "../store/model.fixture.js";
import { temporaryStore } from "../store/temporary.fixture.js";

const registry = address(77);
const contracts = new Map([[registry, "evidence" as const]]);
const head = 1_000;

const blockOf = (number: number): KnownBlock => ({
  number,
  hash: hash(number),
  time: 1_700_000_000 + number,
});

const anchored = interfaces.evidence.getEvent("EvidenceAnchored")?.topicHash ?? "";
const word = (number: number): string => `0x${number.toString(16).padStart(64, "0")}`;

/** One digest after another is anchored: so many in each of the blocks from 1 on. */
function logsOf(counts: readonly number[]): readonly LedgerLog[] {
  let digest = 0;
  return counts.flatMap((count, place) =>
    Array.from({ length: count }, (_, logIndex): LedgerLog => {
      digest += 1;
      const topics = [anchored, word(digest), word(1)];
      const blockNumber = place + 1;
      return {
        address: registry,
        topics,
        data: word(1),
        blockNumber,
        transactionHash: hash(digest),
        logIndex,
      };
    }),
  );
}

function* partsOf(logs: readonly LedgerLog[], sizes: readonly number[]): Generator<LedgerPart> {
  for (let from = 0, turn = 0; from < logs.length; turn += 1) {
    const some = logs.slice(from, from + (sizes[turn % sizes.length] ?? logs.length));
    yield { logs: some, blocks: [...new Set(some.map((log) => log.blockNumber))].map(blockOf) };
    from += some.length;
  }
}

interface Written {
  readonly checkpoints: readonly Checkpoint[];
  readonly events: readonly number[];
}

async function write(
  store: Store,
  parts: Iterable<LedgerPart>,
  to: number,
  seen?: Checkpoint[],
): Promise<Written> {
  const checkpoints = seen ?? [];
  const events: number[] = [];
  const range = { store, contracts, parts, to: blockOf(to), finalized: head, head };
  await writeRange(range, (checkpoint, count) => {
    checkpoints.push(checkpoint);
    events.push(count);
  });
  return { checkpoints, events };
}

/** A store with a first block, as every index begins: by that it knows the chain. */
async function begunStore(): Promise<Store> {
  const store = await temporaryStore();
  await write(store, [], 0);
  return store;
}

/** All that the index says: without the number of its last write. */
async function contentsOf(store: Store): Promise<ReadonlyMap<string, string>> {
  const contents = new Map<string, string>();
  for await (const [key, value] of store.entries()) if (!key.startsWith("f")) contents.set(key, value);
  return contents;
}

/** Blocks with a few events, and some with more than a step has. */
const chains = fc.array(
  fc.oneof({ weight: 6, arbitrary: fc.nat(300) }, fc.integer({ min: 900, max: 2_500 })),
  {
    minLength: 1,
    maxLength: 12,
  },
);
const sizes = fc.array(fc.integer({ min: 1, max: 1_500 }), { minLength: 1, maxLength: 4 });

describe("a range", () => {
  it("is written in steps of whole blocks, and comes to the same however it is read", async () => {
    await fc.assert(
      fc.asyncProperty(chains, sizes, async (counts, cuts) => {
        const logs = logsOf(counts);
        const to = counts.length + 3;
        const [one, other] = [await begunStore(), await begunStore()];
        await write(one, partsOf(logs, [logs.length + 1]), to);
        const { checkpoints, events } = await write(other, partsOf(logs, cuts), to);

        expect(await contentsOf(other)).toStrictEqual(await contentsOf(one));
        expect(events.reduce((sum, count) => sum + count, 0)).toBe(logs.length);
        for (const [place, { number, hash: end }] of checkpoints.entries()) {
          expect(end).toBe(hash(number));
          expect(number).toBeGreaterThan(checkpoints[place - 1]?.number ?? 0);
          // A step has all events of its blocks.
          const since = checkpoints[place - 1]?.number ?? 0;
          expect(events[place]).toBe(counts.slice(since, number).reduce((sum, count) => sum + count, 0));
        }
        expect(checkpoints.at(-1)?.number).toBe(to);
        await Promise.all([one.close(), other.close()]);
      }),
      { numRuns: 15 },
    );
  });

  it("that breaks off keeps its steps, and goes on after the last of them", async () => {
    const counts = Array.from({ length: 40 }, () => 150);
    const logs = logsOf(counts);
    const [store, whole] = [await begunStore(), await begunStore()];
    const broken = function* (): Generator<LedgerPart> {
      yield* partsOf(logs.slice(0, 4_000), [500]);
      throw new Error("the node's answer ends here");
    };
    const seen: Checkpoint[] = [];
    await expect(write(store, broken(), 40, seen)).rejects.toThrow("ends here");

    const reached = store.read((view) => view.checkpoint());
    expect(reached).toStrictEqual(seen.at(-1));
    expect(reached?.number).toBeGreaterThan(15);
    const rest = logs.filter((log) => log.blockNumber > (reached?.number ?? 0));
    await write(store, partsOf(rest, [500]), 40);
    await write(whole, partsOf(logs, [6_000]), 40);
    expect(await contentsOf(store)).toStrictEqual(await contentsOf(whole));
  });

  it("without logs brings the index to its end", async () => {
    const store = await begunStore();
    expect((await write(store, [], 9)).events).toStrictEqual([0]);
    expect(store.read((view) => view.checkpoint())?.number).toBe(9);
  });
});
