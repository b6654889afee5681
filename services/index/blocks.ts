/** A range of blocks with the ledger's logs in it, known to be of one chain. */
import type { Rpc } from "../ledger/chain/rpc.js";
import type { Address, KnownBlock } from "../store/model.js";
import { type Header, quantity, readHeader } from "./chain.js";
import { checkLogs, fetchLogs, sizeOf } from "./logs.js";
import type { RawLog } from "./rawLogs.js";

export interface BlockRange {
  readonly from: Header;
  readonly to: Header;
  readonly logs: readonly RawLog[];
  /** All blocks with logs, by their numbers. */
  readonly blocks: ReadonlyMap<number, KnownBlock>;
  /** About how many bytes the logs took. */
  readonly bytes: number;
}

export interface RangeRequest {
  readonly addresses: readonly Address[];
  readonly from: number;
  readonly to: number;
  /** The block that the range must follow; null where the index is empty. */
  readonly previous: Pick<Header, "number" | "hash"> | null;
  /** The chain's head as it was seen last: not read again where the range ends with it. */
  readonly head: Header;
  /** Check every block with logs against its header, as blocks that are not final may be replaced at any time. */
  readonly everyHeader: boolean;
}

/** Headers asked for at once. */
const headersAtOnce = 8;

/**
 * Fetches a range; null where the chain is not, or no longer, the one that `previous` is of.
 *
 * The range hangs together: its first block names the hash of the block before it as its parent, and its last block has the same
 * hash before and after all else was read, which fixes all blocks before it. The order matters: a first block that was read
 * before the last one may be of a chain that the last one is no longer of. What comes between the two looks at the last block is
 * asked for at once. Logs of a single block are asked for by its hash: nothing can come between.
 *
 * @throws IndexError INDEX_BAD_ANSWER, LedgerError of the RPC.
 */
export async function fetchRange(rpc: Rpc, request: RangeRequest): Promise<BlockRange | null> {
  const { addresses, previous } = request;
  const to = request.to === request.head.number ? request.head : await readHeader(rpc, request.to);
  const alone = request.from === request.to;
  if (alone && !follows(to, previous)) return null;
  const [from, logs] = alone
    ? [to, await fetchLogs(rpc, addresses, { blockHash: to.hash })]
    : await Promise.all([
        readHeader(rpc, request.from),
        fetchLogs(rpc, addresses, { fromBlock: quantity(request.from), toBlock: quantity(request.to) }),
      ]);
  if (!follows(from, previous)) return null;

  const headers = new Map([from, to].map((header) => [header.number, header]));
  const check = () => checkLogs(logs, new Set(addresses), request.from, request.to, headers);
  if (from !== to && (await readHeader(rpc, request.to)).hash !== to.hash) return null;
  check();

  const missing = logs.filter((log) => request.everyHeader || typeof log.blockTimestamp !== "number");
  await addHeaders(rpc, headers, new Set(missing.map((log) => log.blockNumber)));
  check();
  return { from, to, logs, blocks: blocksOf(logs, headers), bytes: sizeOf(logs) };
}

const follows = (header: Header, previous: RangeRequest["previous"]): boolean =>
  previous === null || header.parentHash === previous.hash;

async function addHeaders(
  rpc: Rpc,
  headers: Map<number, Header>,
  blocks: ReadonlySet<number>,
): Promise<void> {
  const missing = [...blocks].filter((block) => !headers.has(block));
  for (let start = 0; start < missing.length; start += headersAtOnce) {
    const some = missing.slice(start, start + headersAtOnce);
    for (const header of await Promise.all(some.map((block) => readHeader(rpc, block)))) {
      headers.set(header.number, header);
    }
  }
}

function blocksOf(
  logs: readonly RawLog[],
  headers: ReadonlyMap<number, Header>,
): ReadonlyMap<number, KnownBlock> {
  const blocks = new Map<number, KnownBlock>();
  for (const { blockNumber: number, blockHash: hash, blockTimestamp } of logs) {
    const time = headers.get(number)?.time ?? blockTimestamp;
    if (typeof time === "number" && !blocks.has(number)) blocks.set(number, { number, hash, time });
  }
  return blocks;
}
