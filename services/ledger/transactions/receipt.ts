/** What became of a transaction. */
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Address, Hash } from "../../store/model.js";
import type { Execution } from "../actions/call.js";
import type { Rpc } from "../chain/rpc.js";
import { LedgerError } from "../errors.js";
import { bytesSchema, hashSchema, quantitySchema } from "../hex.js";
import { refusal, requestOf } from "./estimate.js";

export interface TransactionReceipt {
  readonly hash: Hash;
  readonly block: number;
  readonly gasUsed: number;
}

export interface MinedTransaction extends TransactionReceipt {
  readonly blockHash: Hash;
  readonly succeeded: boolean;
}

/** A receipt as nodes give it. */
export const minedTransactionSchema = z
  .object({
    transactionHash: hashSchema,
    blockNumber: quantitySchema,
    blockHash: hashSchema,
    gasUsed: quantitySchema,
    status: quantitySchema,
  })
  .transform(
    ({ transactionHash, blockNumber, blockHash, gasUsed, status }): MinedTransaction => ({
      ...{ hash: transactionHash, block: blockNumber, gasUsed, blockHash },
      succeeded: status === 1,
    }),
  );
const receiptSchema = minedTransactionSchema.nullable();

/** The receipt of a mined transaction, null while there is none. */
export async function readReceipt(client: Rpc, hash: Hash): Promise<MinedTransaction | null> {
  const receipt = await client.rpc("eth_getTransactionReceipt", [hash], receiptSchema);
  if (receipt !== null && receipt.hash !== hash) {
    throw new LedgerError("LEDGER_RPC_MALFORMED", "The node gave the receipt of another transaction.", {
      hint: "Use another node.",
      details: { hash },
    });
  }
  return receipt;
}

/** What whoever sent it is told. */
export const receiptOf = ({ hash, block, gasUsed }: MinedTransaction): TransactionReceipt => ({
  hash,
  block,
  gasUsed,
});

/** The error for a transaction that was mined and failed: the call is made again at its block to learn the reason. */
export async function failureOf(
  client: Rpc,
  from: Address,
  call: Execution,
  receipt: TransactionReceipt,
): Promise<LedgerError> {
  try {
    const at = `0x${receipt.block.toString(16)}`;
    await client.rpc("eth_call", [requestOf(from, call), at], bytesSchema);
  } catch (error) {
    const reason = refusal(error, call.describe);
    if (reason instanceof LedgerError && reason.code === "LEDGER_REVERTED") return reason;
  }
  return new LedgerError(
    "LEDGER_TRANSACTION_FAILED",
    `Transaction ${receipt.hash} failed in block ${receipt.block}, and a second look does not tell why.`,
    { hint: "Something else changed the ledger in between: run again.", details: { ...receipt } },
  );
}

/** The error where a transaction was sent and time is up. */
export function pendingError(hash: Hash, doing?: string): LedgerError {
  return new LedgerError(
    "LEDGER_TRANSACTION_PENDING",
    `Transaction ${hash}${doing === undefined ? "" : ` (${doing})`} was sent, and nobody knows yet whether it took place.`,
    { hint: "Run the same again: what took place already is left as it is.", details: { hash } },
  );
}

export interface WaitOptions {
  /** In milliseconds. */
  readonly timeoutMs?: number;
  readonly pollMs?: number;
}

/**
 * Waits until a transaction is mined.
 * @throws LedgerError `LEDGER_TRANSACTION_PENDING` once time is up, `LEDGER_TRANSACTION_FAILED` if it was mined and failed.
 */
export async function waitFor(
  client: Rpc,
  hash: Hash,
  options: WaitOptions = {},
): Promise<TransactionReceipt> {
  const { timeoutMs = 120_000, pollMs = 200 } = options;
  const end = Date.now() + timeoutMs;
  for (;;) {
    const mined = await readReceipt(client, hash);
    if (mined !== null) {
      const receipt = receiptOf(mined);
      if (mined.succeeded) return receipt;
      throw new LedgerError(
        "LEDGER_TRANSACTION_FAILED",
        `Transaction ${hash} failed in block ${mined.block}.`,
        {
          hint: "Make the call again to learn the ledger's reason.",
          details: { ...receipt },
        },
      );
    }
    if (Date.now() >= end) throw pendingError(hash);
    await sleep(pollMs);
  }
}
