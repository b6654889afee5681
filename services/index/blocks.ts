/** A range of blocks with the ledger's logs in it, known to be of one chain. */
import type { AnsweredList } from "../ledger/chain/answeredList.js";
import type { ListRpc, Rpc } from "../ledger/chain/rpc.js";
import type { Address, KnownBlock } from "../store/model.js";
import { type Header, quantity, readHeader } from "./chain.js";
import { checkLogs, fetchLogs } from "./logs.js";
import type { RawLog } from "./rawLogs.js";

export interface BlockRange {
  readonly from: Header;
  readonly to: Header;
  /** How many bytes the logs took. */
  readonly bytes: number;
  /**
   * The logs, in the order of the chain, each part read and checked when it is its turn.
   * @throws IndexError INDEX_BAD_ANSWER, LedgerError of the RPC.
   */
  parts(): AsyncGenerator<LogPart>;
}

/** Logs that follow each other. */
export interface LogPart {
  readonly logs: readonly RawLog[];
  /** The blocks that they are of. */
  readonly blocks: readonly KnownBlock[];
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
export async function fetchRange(rpc: ListRpc, request: RangeRequest): Promise<BlockRange | null> {
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

  if (from !== to && (await readHeader(rpc, request.to)).hash !== to.hash) return null;
  return { from, to, bytes: logs.bytes, parts: () => checkedParts(rpc, request, [from, to], logs) };
}

/** Headers that are missing are read for each part, and its logs checked by them. */
async function* checkedParts(
  rpc: Rpc,
  request: RangeRequest,
  known: readonly Header[],
  answer: AnsweredList<readonly RawLog[]>,
): AsyncGenerator<LogPart> {
  const headers = new Map(known.map((header) => [header.number, header]));
  let before: RawLog | undefined;
  for (const logs of answer.parts()) {
    checkLogs(logs, request, headers, before);
    const missing = logs.filter((log) => request.everyHeader || typeof log.blockTimestamp !== "number");
    if (missing.length > 0) {
      await addHeaders(rpc, headers, new Set(missing.map((log) => log.blockNumber)));
      checkLogs(logs, request, headers, before);
    }
    before = logs.at(-1);
    yield { logs, blocks: blocksOf(logs, headers) };
  }
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

function blocksOf(logs: readonly RawLog[], headers: ReadonlyMap<number, Header>): readonly KnownBlock[] {
  const blocks: KnownBlock[] = [];
  for (const { blockNumber: number, blockHash: hash, blockTimestamp } of logs) {
    if (blocks.at(-1)?.number === number) continue;
    const time = headers.get(number)?.time ?? blockTimestamp;
    if (typeof time === "number") blocks.push({ number, hash, time });
  }
  return blocks;
}
