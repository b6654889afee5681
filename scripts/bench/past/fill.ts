/** A ledger with a long history, through the follower's own projections and drafts. */
import { project } from "../../../services/index/project.js";
import type { LedgerEvent } from "../../../services/ledger/events/decodeLog.js";
import { toHash } from "../../../services/ledger/hex.js";
import type { Hash } from "../../../services/store/model.js";
import { openStore, type Store } from "../../../services/store/store.js";
import { foundation, pump, revision } from "../world/events.js";
import { fingerprint } from "../world/fill.js";
import { settle } from "../world/settle.js";

/** Events of one block, and blocks of one commit. */
const perBlock = 100;
const perCommit = 200;
/** How often each serial number's content changes after it was registered. */
export const revisions = 14;
const eventsOfPump = pump(0).length + revisions;

/** Unix seconds of the block before the first. */
const start = 1_700_000_000;

/** Unix seconds of a block. */
export const timeOf = (block: number): number => start + block;

export interface PastStore {
  readonly location: string;
  readonly events: number;
  readonly pumps: number;
  /** The first block at whose end all pumps are there, and the last. */
  readonly blocks: readonly [first: number, last: number];
}

/** @param events About so many. The pumps are registered first, and then changed in turn. */
export async function fillPast(location: string, events: number): Promise<PastStore> {
  const pumps = Math.floor((events - foundation.length) / eventsOfPump);
  const registered = foundation.length + pumps * (eventsOfPump - revisions);
  const all = foundation.length + pumps * eventsOfPump;
  const last = Math.ceil(all / perBlock);
  const story = eventsOf(pumps);
  const store = await openStore(location, { createIfMissing: true });
  try {
    await store.claim(fingerprint);
    for (let from = 1; from <= last; from += perCommit)
      await writeBlocks(store, story, from, Math.min(from + perCommit - 1, last));
  } finally {
    await store.close();
  }
  await settle(location);
  return { location, events: all, pumps, blocks: [Math.ceil(registered / perBlock), last] };
}

function* eventsOf(pumps: number): Generator<LedgerEvent> {
  yield* foundation;
  for (let number = 0; number < pumps; number += 1) yield* pump(number);
  for (let version = 2; version <= revisions + 1; version += 1) {
    for (let number = 0; number < pumps; number += 1) yield revision(number, version);
  }
}

async function writeBlocks(
  store: Store,
  story: Iterator<LedgerEvent>,
  from: number,
  to: number,
): Promise<void> {
  const draft = store.draft();
  const blocks = [];
  for (let block = from; block <= to; block += 1) {
    const known = { number: block, hash: hashOf(block), time: timeOf(block) };
    for (let log = 0; log < perBlock; log += 1) {
      const { done, value } = story.next();
      if (done === true) break;
      project(draft, value, { block, time: known.time, transaction: known.hash, log });
    }
    blocks.push(known);
  }
  const end = { number: to, hash: hashOf(to), time: timeOf(to), finalized: to, head: to };
  await draft.commit(end, { durable: false, blocks });
}

const hashOf = (block: number): Hash => toHash(`0x${block.toString(16).padStart(64, "0")}`);
