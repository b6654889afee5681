/** Brings a range's logs into a draft of the store: what they say, and how far the index is then. */
import { setImmediate } from "node:timers/promises";
import type { ContractName } from "../ledger/deployment/deployment.js";
import { decodeLog, type LedgerEvent } from "../ledger/events/decodeLog.js";
import type { Draft } from "../store/draft.js";
import { tables } from "../store/keys.js";
import type { Address, Checkpoint, KnownBlock } from "../store/model.js";
import { badAnswer } from "./chain.js";
import { project } from "./project.js";
import type { Place } from "./projections/place.js";
import type { RawLog } from "./rawLogs.js";

/** A log of the ledger, and where it stands. */
export type LedgerLog = Pick<
  RawLog,
  "address" | "topics" | "data" | "blockNumber" | "transactionHash" | "logIndex"
>;

/**
 * Logs of a range that are brought in together: after them what waits has a turn, and the next range comes in meanwhile.
 */
export interface LedgerPart {
  /** In the order of the chain. */
  readonly logs: readonly LedgerLog[];
  /** The blocks that they are of. */
  readonly blocks: Iterable<KnownBlock>;
}

export interface ProjectedRange {
  /** How many events the index knows in it. */
  readonly events: number;
  /** All blocks with logs, in their order. */
  readonly blocks: Iterable<KnownBlock>;
}

export interface WriteMoment {
  /** The last block that is final. */
  readonly finalized: number;
  /** The chain's last block. */
  readonly head: number;
}

/**
 * Brings a range that follows on what the draft is made over into the draft, part by part. Final blocks and others are never in one.
 * @throws IndexError INDEX_INCONSISTENT, INDEX_BAD_ANSWER; LedgerError LEDGER_MALFORMED_LOG; StoreError; what reading a part throws.
 */
export async function projectRange(
  draft: Draft,
  contracts: ReadonlyMap<Address, ContractName>,
  parts: AsyncIterable<LedgerPart> | Iterable<LedgerPart>,
): Promise<ProjectedRange> {
  const known = new Map<number, KnownBlock>();
  let count = 0;
  const bringIn = async ({ events, lookedUp }: Ahead): Promise<void> => {
    await lookedUp;
    for (const { event, at } of events) project(draft, event, at);
    count += events.length;
  };
  let next: Ahead | null = null;
  for await (const { logs, blocks } of parts) {
    for (const block of blocks) if (!known.has(block.number)) known.set(block.number, block);
    const ahead = bringAhead(draft, eventsOf(contracts, known, logs));
    if (next !== null) await bringIn(next);
    next = ahead;
  }
  if (next !== null) await bringIn(next);
  return { events: count, blocks: known.values() };
}

interface EventOfRange {
  readonly event: LedgerEvent;
  readonly at: Place;
}

function eventsOf(
  contracts: ReadonlyMap<Address, ContractName>,
  blocks: ReadonlyMap<number, KnownBlock>,
  logs: readonly LedgerLog[],
): readonly EventOfRange[] {
  const events: EventOfRange[] = [];
  for (const { address, topics, data, blockNumber, transactionHash, logIndex } of logs) {
    const contract = contracts.get(address);
    const block = blocks.get(blockNumber);
    if (contract === undefined || block === undefined) throw badAnswer("a log has no contract or no time");
    const event = decodeLog(contract, topics, data);
    if (event === null) continue;
    const at = { block: block.number, time: block.time, transaction: transactionHash, log: logIndex };
    events.push({ event, at });
  }
  return events;
}

/** Events that are brought in next. */
interface Ahead {
  readonly events: readonly EventOfRange[];
  /** Settles when what they name in great numbers is looked up, and what waits has had a turn. */
  readonly lookedUp: Promise<unknown>;
}

function bringAhead(draft: Draft, events: readonly EventOfRange[]): Ahead {
  const records = events.flatMap(({ event }) =>
    "record" in event && event.contract === "identifiers" ? [event.record] : [],
  );
  const lookedUp = Promise.all([draft.foresee(tables.record, records), setImmediate()]);
  // Where what comes before fails, nobody asks.
  lookedUp.catch(() => undefined);
  return { events, lookedUp };
}

/** Where the index is when a range up to a block is written. */
export const checkpointAfter = (
  { number, hash, time }: KnownBlock,
  { finalized, head }: WriteMoment,
): Checkpoint => ({ number, hash, time, finalized, head });
