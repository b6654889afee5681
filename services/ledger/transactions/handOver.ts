/** Hands a transaction to the node for the first time: patiently where it has no room. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Rpc } from "../chain/rpc.js";
import { LedgerError } from "../errors.js";
import { broadcast } from "./broadcast.js";
import type { SignedTransaction } from "./signed.js";

/** `accepted`: the node has it, or may have it. The others: it did not and will not take place. */
export type HandedOver = "accepted" | "nonce-taken" | "underpriced";

/**
 * Waits while the node has no room: those that come next wait with it, so that no more comes upon the node than it takes.
 * @throws LedgerError `LEDGER_INSUFFICIENT_FUNDS`, `LEDGER_TRANSACTION_REFUSED`: then it did not take place.
 */
export async function handOver(
  client: Rpc,
  signed: SignedTransaction,
  { timeoutMs, pollMs }: { readonly timeoutMs: number; readonly pollMs: number },
): Promise<HandedOver> {
  const end = Date.now() + timeoutMs;
  for (let wait = pollMs; ; wait = Math.min(wait * 2, longestWaitMs)) {
    const outcome = await broadcast(client, signed);
    if (outcome === "unknown") return "accepted";
    if (outcome !== "busy") return outcome;
    if (Date.now() >= end) throw noRoom(signed);
    await sleep(wait);
  }
}

/** Between two tries where the node has no room, in milliseconds. */
const longestWaitMs = 5_000;

function noRoom({ hash, nonce }: SignedTransaction): LedgerError {
  return new LedgerError("LEDGER_TRANSACTION_REFUSED", "The node has no room for the transaction.", {
    hint: "It did not take place. Run again once the node has fewer transactions waiting.",
    details: { hash, nonce },
  });
}

/** The error where a node refuses the fees that it has just named. */
export function feesTooLow({ hash, nonce }: SignedTransaction): LedgerError {
  return new LedgerError("LEDGER_TRANSACTION_REFUSED", "The node asks for higher fees than it names.", {
    hint: "It did not take place. Look at the fees that the node asks for at least.",
    details: { hash, nonce },
  });
}
