/** Handing a signed transaction to the node. Doing it again with the same one does no harm. */
import type { Rpc } from "../chain/rpc.js";
import { LedgerError } from "../errors.js";
import { hashSchema } from "../hex.js";
import { readReceipt } from "./receipt.js";
import type { SignedTransaction } from "./signed.js";

/**
 * `accepted`: the node has it. `nonce-taken`: another transaction of the account has this nonce, so this one did not and
 * cannot take place. `unknown`: the node did not answer; it may have it. `busy`: the node has no room for it now. `underpriced`: its fees are
 * too low for the node now; an earlier copy may be waiting all the same.
 */
export type BroadcastOutcome = "accepted" | "nonce-taken" | "unknown" | "busy" | "underpriced";

const alreadyKnown = /already known|known transaction|already imported|already exists/i;
const nonceTaken =
  /nonce too low|nonce has already been used|nonce is too low|old nonce|replacement transaction/i;
/** geth, Besu, Nethermind and anvil, of a full pool and of an account that has too many waiting there. */
const noRoom =
  /(?:tx|transaction)[ _-]?pool (?:is )?full|pool (?:is )?full|too many (?:pending|queued|transactions)|account (?:slots|limit)|exceeds? (?:the )?(?:account|sender|pool)[ \w]*limit|future nonce gap|nonce (?:is )?too (?:distant|far)|rate limit|too many requests/i;
/** The same nodes, of fees that do not pay the base fee or what the node asks for at least. */
const feesTooLow =
  /underpriced|max ?fee ?per ?gas|less than (?:the )?(?:block )?base ?fee|fee cap|(?:gas price|fee) (?:is )?(?:too low|below)/i;
const cannotPay = /insufficient (?:funds|balance)|upfront cost/i;

/** @throws LedgerError `LEDGER_INSUFFICIENT_FUNDS`, `LEDGER_TRANSACTION_REFUSED`: then it did not take place. */
export async function broadcast(client: Rpc, signed: SignedTransaction): Promise<BroadcastOutcome> {
  try {
    await client.rpc("eth_sendRawTransaction", [signed.raw], hashSchema);
    return "accepted";
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    if (error.code !== "LEDGER_RPC_ERROR") return "unknown";
    const message = String(error.details.rpcMessage);
    if (alreadyKnown.test(message)) return "accepted";
    if (noRoom.test(message)) return "busy";
    // After a lost answer the one that took the nonce may be this very transaction.
    if (nonceTaken.test(message))
      return (await readReceipt(client, signed.hash)) ? "accepted" : "nonce-taken";
    if (feesTooLow.test(message)) return "underpriced";
    throw refused(signed, message, error);
  }
}

function refused(signed: SignedTransaction, message: string, cause: LedgerError): LedgerError {
  const details = { hash: signed.hash, nonce: signed.nonce };
  return cannotPay.test(message)
    ? new LedgerError("LEDGER_INSUFFICIENT_FUNDS", "The account cannot pay for the transaction's gas.", {
        hint: "Send it some of the chain's currency, then run again.",
        details,
        cause,
      })
    : new LedgerError(
        "LEDGER_TRANSACTION_REFUSED",
        `The node refused the transaction: ${message.slice(0, 300)}.`,
        {
          hint: "It did not take place. Run again once the reason is gone.",
          details,
          cause,
        },
      );
}
