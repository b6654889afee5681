/** Which transaction took a nonce: found in the blocks, not guessed. */
import { z } from "zod";
import type { Address, Hash } from "../../store/model.js";
import type { Rpc } from "../chain/rpc.js";
import { LedgerError } from "../errors.js";
import { hashSchema, quantitySchema, toAddress } from "../hex.js";
import type { Attempts } from "./attempts.js";

interface Displacing {
  readonly hash: Hash;
  readonly block: number;
}

const blockSchema = z.object({
  transactions: z.array(
    z.object({ hash: hashSchema, from: z.string().transform(toAddress), nonce: quantitySchema }),
  ),
});

/**
 * What was mined with the nonce of attempts that have no receipt; null where the node no longer has the states of the blocks in question. `itself`:
 * one of them, by a node that knows its block and not yet its receipt. `nothing`: the chain has taken back what it had.
 */
export async function displacing(
  client: Rpc,
  from: Address,
  { nonce, signed }: Attempts,
): Promise<Displacing | "itself" | "nothing" | null> {
  const found = await transactionWithNonce(client, from, nonce);
  if (found === null || found === "nothing") return found;
  return signed.some(({ hash }) => hash === found.hash) ? "itself" : found;
}

export function displacedError({ nonce, signed, call }: Attempts, other: Displacing | null): LedgerError {
  const hash = signed.at(-1)?.hash;
  const by =
    other === null
      ? "another one of this account has its nonce"
      : `${other.hash} of this account has its nonce, in block ${other.block}`;
  return new LedgerError(
    "LEDGER_TRANSACTION_REPLACED",
    `Transaction ${hash} (${call.describe}) did not take place: ${by}.`,
    {
      hint: "Use the key from one place at a time, then run again.",
      details: { hash, nonce, ...(other !== null && { by: other.hash, block: other.block }) },
    },
  );
}

async function transactionWithNonce(
  client: Rpc,
  from: Address,
  nonce: number,
): Promise<Displacing | "nothing" | null> {
  const head = await client.rpc("eth_blockNumber", [], quantitySchema);
  try {
    const block = await blockThatTook(client, from, nonce, head);
    if (block === null) return "nothing";
    const { transactions } = await client.rpc("eth_getBlockByNumber", [numbered(block), true], blockSchema);
    const found = transactions.find((one) => one.from === from && one.nonce === nonce);
    return found === undefined ? null : { hash: found.hash, block };
  } catch (error) {
    if (error instanceof LedgerError && error.code === "LEDGER_RPC_ERROR") return null;
    throw error;
  }
}

/** The first block after which the account's count is above the nonce. It is near the head: steps back double until one is before it. */
async function blockThatTook(
  client: Rpc,
  from: Address,
  nonce: number,
  head: number,
): Promise<number | null> {
  const isTakenAt = async (block: number): Promise<boolean> =>
    (await client.rpc("eth_getTransactionCount", [from, numbered(block)], quantitySchema)) > nonce;
  if (!(await isTakenAt(head))) return null;
  let taken = head;
  let free = head - 1;
  for (let step = 1; free >= 0 && (await isTakenAt(free)); step *= 2) {
    taken = free;
    free = Math.max(free - step, -1);
  }
  while (taken - free > 1) {
    const middle = Math.floor((taken + free) / 2);
    if (await isTakenAt(middle)) taken = middle;
    else free = middle;
  }
  return taken;
}

const numbered = (block: number): string => `0x${block.toString(16)}`;
