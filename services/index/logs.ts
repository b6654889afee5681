/** The ledger's logs of a range of blocks, checked against what was asked. */
import type { AnsweredList } from "../ledger/chain/answeredList.js";
import type { ListRpc } from "../ledger/chain/rpc.js";
import type { Address, Hash } from "../store/model.js";
import { badAnswer, type Header } from "./chain.js";
import { logsSchema, type RawLog } from "./rawLogs.js";

/**
 * Blocks whose logs are asked for. One block is asked for by its hash: a node that lacks it must say so and cannot answer with
 * nothing.
 */
type LogBlocks = { readonly blockHash: Hash } | { readonly fromBlock: string; readonly toBlock: string };

/** Logs of `addresses` in those blocks, in the order of the chain. */
export const fetchLogs = (
  rpc: ListRpc,
  addresses: readonly Address[],
  blocks: LogBlocks,
): Promise<AnsweredList<readonly RawLog[]>> =>
  rpc.list("eth_getLogs", [{ ...blocks, address: addresses }], logsSchema);

/** What was asked for. */
interface Asked {
  readonly addresses: readonly Address[];
  readonly from: number;
  readonly to: number;
}

/**
 * Checks that logs are what was asked for: of these contracts, of these blocks, in order, each block with one hash, and
 * that one the hash in `headers` where it has the block.
 *
 * @param before the log that comes before these; undefined for none.
 * @throws IndexError INDEX_BAD_ANSWER.
 */
export function checkLogs(
  logs: readonly RawLog[],
  asked: Asked,
  headers: ReadonlyMap<number, Header>,
  before: RawLog | undefined,
): void {
  let last = before;
  for (const log of logs) {
    const fault = faultOf(log, last, headers) ?? strayOf(log, asked);
    if (fault !== null) throw badAnswer(fault, { block: log.blockNumber, log: log.logIndex });
    last = log;
  }
}

function faultOf(log: RawLog, last: RawLog | undefined, headers: ReadonlyMap<number, Header>): string | null {
  const header = headers.get(log.blockNumber);
  if (log.removed === true) return "a log was removed by a reorganisation";
  if (header !== undefined && header.hash !== log.blockHash)
    return "a log is of another block than its number says";
  if (last === undefined || last.blockNumber < log.blockNumber) return null;
  if (last.blockNumber > log.blockNumber || last.logIndex >= log.logIndex) return "the logs are not in order";
  return last.blockHash === log.blockHash ? null : "logs of one block name two block hashes";
}

function strayOf(log: RawLog, { addresses, from, to }: Asked): string | null {
  if (log.blockNumber < from || log.blockNumber > to) return "a log is of a block that was not asked for";
  return addresses.includes(log.address) ? null : "a log is of a contract that was not asked for";
}
