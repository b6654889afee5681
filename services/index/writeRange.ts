/** Brings a range's logs into the store: what they say, and how far the index is then, in one commit. */
import { setImmediate } from "node:timers/promises";
import type { ContractName } from "../ledger/deployment/deployment.js";
import { decodeLog } from "../ledger/events/decodeLog.js";
import type { Address, Checkpoint, KnownBlock } from "../store/model.js";
import type { Store } from "../store/store.js";
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
  /** Wait until the disk has it. */
  readonly durable: boolean;
}

/**
 * Writes a range that follows on the store's checkpoint. Final blocks and others are never in one.
 * @throws IndexError INDEX_INCONSISTENT, INDEX_BAD_ANSWER; LedgerError LEDGER_MALFORMED_LOG; StoreError.
 */
export async function writeRange(
  store: Store,
  contracts: ReadonlyMap<Address, ContractName>,
  { to, logs, blocks }: WritableRange,
  { finalized, head, durable }: WriteMoment,
): Promise<{ readonly checkpoint: Checkpoint; readonly events: number }> {
  const draft = store.draft();
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
  const { number, hash, time } = to;
  const checkpoint = { number, hash, time, finalized, head };
  await draft.commit(checkpoint, { durable, blocks: blocks.values() });
  return { checkpoint, events };
}
