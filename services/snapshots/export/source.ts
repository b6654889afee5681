/** Blocks of a node, as snapshots have them. The node is not trusted: what it gives has to make the block's hash. */
import { z } from "zod";
import type { Rpc } from "../../ledger/chain/rpc.js";
import { hashSchema, hexBytes } from "../../ledger/hex.js";
import { rpcSource } from "../../proofs/build/rpcSource.js";
import { ProofError } from "../../proofs/errors.js";
import { readHeaderBytes } from "../../proofs/state/header.js";
import {
  type Contracts,
  mayConcern,
  type ProvenBlock,
  proveBlock,
  type RawBlock,
} from "../block/provenBlock.js";
import { SnapshotError } from "../errors.js";
import { receiptSchema, transactionSchema } from "./transaction.js";

const bodySchema = z.object({ hash: hashSchema, transactions: z.array(transactionSchema) }).nullable();

/** Receipts asked for at once. */
const receiptsAtOnce = 16;

export interface SourceBlock {
  readonly raw: RawBlock;
  readonly proven: ProvenBlock;
}

/**
 * Reads a block, and sees that it is what an import will take.
 * @throws SnapshotError SNAPSHOT_NODE_WRONG, SNAPSHOT_BLOCK_UNKNOWN; ProofError; LedgerError.
 */
export async function readBlock(rpc: Rpc, number: number, contracts: Contracts): Promise<SourceBlock> {
  const header = hexBytes(await rpcSource(rpc).header(number));
  const read = readHeaderBytes(header);
  const raw = mayConcern(contracts, read)
    ? { header, ...(await readBody(rpc, number, read.hash)) }
    : { header, transactions: [], receipts: [] };
  try {
    return { raw, proven: proveBlock(raw, contracts) };
  } catch (cause) {
    if (cause instanceof SnapshotError || cause instanceof ProofError) throw nodeWrong(number, cause);
    throw cause;
  }
}

async function readBody(
  rpc: Rpc,
  number: number,
  hash: string,
): Promise<Pick<RawBlock, "transactions" | "receipts">> {
  const body = await rpc.rpc("eth_getBlockByNumber", [`0x${number.toString(16)}`, true], bodySchema);
  if (body?.hash !== hash) throw replaced(number);
  const receipts: Uint8Array[] = [];
  for (let start = 0; start < body.transactions.length; start += receiptsAtOnce) {
    const some = body.transactions.slice(start, start + receiptsAtOnce);
    receipts.push(...(await Promise.all(some.map((tx) => readReceipt(rpc, number, tx.hash)))));
  }
  return { transactions: body.transactions.map((tx) => tx.bytes), receipts };
}

async function readReceipt(rpc: Rpc, block: number, transaction: string): Promise<Uint8Array> {
  const receipt = await rpc.rpc("eth_getTransactionReceipt", [transaction], receiptSchema.nullable());
  if (receipt !== null) return receipt;
  throw new SnapshotError(
    "SNAPSHOT_BLOCK_UNKNOWN",
    `The node does not have the receipts of block ${block} any more.`,
    { hint: "Use a node that keeps them.", details: { block, transaction } },
  );
}

/** The chain changed between two requests. */
export const replaced = (block: number): SnapshotError =>
  new SnapshotError("SNAPSHOT_BLOCK_UNKNOWN", `The chain replaced block ${block} meanwhile.`, {
    hint: "Start again, with an earlier last block.",
    details: { block },
  });

const nodeWrong = (block: number, cause: Error): SnapshotError =>
  new SnapshotError(
    "SNAPSHOT_NODE_WRONG",
    `What the node gives of block ${block} does not make its hash: ${cause.message}`,
    {
      hint: "Use another node. Where it stays so, the chain hashes in its own way, and no snapshot of it can be proven.",
      details: { block },
      cause,
    },
  );
