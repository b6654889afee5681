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
