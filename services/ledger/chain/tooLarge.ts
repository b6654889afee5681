/** Which faults say that a range of logs was too much for the node. */
import { LedgerError } from "../errors.js";

/** Whether the node says that the range is too large for it. */
export function isTooLarge(raised: unknown): boolean {
  return raised instanceof LedgerError && raised.code === "LEDGER_RPC_TOO_LARGE";
}

/** Whether a smaller range may go through. Nodes have many words for "too large", and some just take too long. */
export function asksForLess(raised: unknown): boolean {
  return (
    isTooLarge(raised) ||
    (raised instanceof LedgerError &&
      (raised.code === "LEDGER_RPC_TIMEOUT" || raised.code === "LEDGER_RPC_ERROR"))
  );
}
