/** The events that logs of the ledger tell of, each with its place. */
import type { ContractName } from "../ledger/deployment/deployment.js";
import { decodeLog, type LedgerEvent } from "../ledger/events/decodeLog.js";
import type { Address, KnownBlock } from "../store/model.js";
import { badAnswer } from "./chain.js";
import type { Place } from "./projections/place.js";
import type { RawLog } from "./rawLogs.js";

/** A log of the ledger, and where it stands. */
export type LedgerLog = Pick<
  RawLog,
  "address" | "topics" | "data" | "blockNumber" | "transactionHash" | "logIndex"
>;

export interface PlacedLedgerEvent {
  readonly event: LedgerEvent;
  readonly at: Place;
}

/**
 * @param contracts the ledger's, by their addresses.
 * @param blocks those that the logs are of, by their numbers.
 * @throws IndexError INDEX_BAD_ANSWER; LedgerError LEDGER_MALFORMED_LOG.
 */
export function eventsOf(
  contracts: ReadonlyMap<Address, ContractName>,
  blocks: ReadonlyMap<number, KnownBlock>,
  logs: readonly LedgerLog[],
): readonly PlacedLedgerEvent[] {
  const events: PlacedLedgerEvent[] = [];
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
