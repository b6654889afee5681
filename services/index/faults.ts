/** Which faults pass by themselves. */
import { LedgerError } from "../ledger/errors.js";
import { IndexError } from "./errors.js";

/** Whether to try again: the node is away, slow or wrong, and may be right the next time. */
export function isPassing(raised: unknown): boolean {
  if (raised instanceof IndexError) return raised.code === "INDEX_BAD_ANSWER";
  if (!(raised instanceof LedgerError)) return false;
  switch (raised.code) {
    case "LEDGER_RPC_UNREACHABLE":
    case "LEDGER_RPC_TIMEOUT":
    case "LEDGER_RPC_TOO_LARGE":
    case "LEDGER_RPC_ERROR":
    case "LEDGER_RPC_MALFORMED":
    case "LEDGER_MALFORMED_LOG":
      return true;
    default:
      return false;
  }
}

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
