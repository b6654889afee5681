/** Which faults pass by themselves. */
import { LedgerError } from "../ledger/errors.js";
import { StoreError } from "../store/errors.js";
import { IndexError } from "./errors.js";

const ofRoom: ReadonlySet<string> = new Set(["STORE_DISK_FULL", "STORE_REOPENING", "STORE_CLOSED"]);

/** Whether there was no room for what the store was to write, or it is opened anew for that: nobody else closes it under the follower. */
export function isWantOfRoom(raised: unknown): raised is StoreError {
  return raised instanceof StoreError && ofRoom.has(raised.code);
}

/** Whether to try again: the node is away, slow or wrong, and may be right the next time; or the disk is full. */
export function isPassing(raised: unknown): boolean {
  if (raised instanceof IndexError) return raised.code === "INDEX_BAD_ANSWER";
  if (isWantOfRoom(raised)) return true;
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
