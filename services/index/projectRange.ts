/** Brings a range's logs into a draft of the store: what they say, and how far the index is then. */
import { setImmediate } from "node:timers/promises";
import type { ContractName } from "../ledger/deployment/deployment.js";
import { decodeLog } from "../ledger/events/decodeLog.js";
import type { Draft } from "../store/draft.js";
import type { Address, Checkpoint, KnownBlock } from "../store/model.js";
import { badAnswer } from "./chain.js";
import { project } from "./project.js";
import type { RawLog } from "./rawLogs.js";

/** Logs after which what waits has a turn: the next range comes in meanwhile. */
const logsAtOnce = 250;

/** A log of the ledger, and where it stands. */
export type LedgerLog = Pick<
  RawLog,
  "address" | "topics" | "data" | "blockNumber" | "transactionHash" | "logIndex"
>;

export interface WritableRange {
  /** The range's last block. */
  readonly to: KnownBlock;
  /** In the order of the chain. */
  readonly logs: readonly LedgerLog[];
  /** All blocks with logs, by their numbers. */
  readonly blocks: ReadonlyMap<number, KnownBlock>;
}

export interface WriteMoment {
  /** The last block that is final. */
  readonly finalized: number;
  /** The chain's last block. */
  readonly head: number;
}

/**
 * Brings a range that follows on what the draft is made over into the draft. Final blocks and others are never in one.
 * @returns how many events the index knows in it.
 * @throws IndexError INDEX_INCONSISTENT, INDEX_BAD_ANSWER; LedgerError LEDGER_MALFORMED_LOG; StoreError.
 */
export async function projectRange(
  draft: Draft,
  contracts: ReadonlyMap<Address, ContractName>,
  { logs, blocks }: WritableRange,
): Promise<number> {
  let events = 0;
  for (const [place, log] of logs.entries()) {
    if (place % logsAtOnce === logsAtOnce - 1) await setImmediate();
    const contract = contracts.get(log.address);
    const block = blocks.get(log.blockNumber);
    if (contract === undefined || block === undefined) throw badAnswer("a log has no contract or no time");
    const event = decodeLog(contract, log.topics, log.data);
    if (event === null) continue;
    const { transactionHash: transaction, logIndex } = log;
    project(draft, event, { block: block.number, time: block.time, transaction, log: logIndex });
    events += 1;
  }
  return events;
}

/** Where the index is when a range is written. */
export const checkpointAfter = (
  { to: { number, hash, time } }: WritableRange,
  { finalized, head }: WriteMoment,
): Checkpoint => ({ number, hash, time, finalized, head });
