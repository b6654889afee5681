/** Settles the case that something exists which was not there a moment ago. */
import { setTimeout as sleep } from "node:timers/promises";
import { LedgerError } from "../../ledger/errors.js";

/** The ledger's errors, and the sender's codes, behind which the wanted thing may stand already. */
const existing: ReadonlySet<unknown> = new Set(["RecordExists", "ContentExists"]);
const unsettled: ReadonlySet<string> = new Set(["LEDGER_TRANSACTION_REPLACED", "LEDGER_TRANSACTION_FAILED"]);

const lookMs = 200;
const looks = 150;

/**
 * What `read` finds after `error`. A transaction of an earlier run that was killed may still be pending: then the node
 * refuses a second one, and the first is visible with the next block.
 *
 * @throws `error` itself where it says something else, or nothing turns up.
 */
export async function found<State>(error: unknown, read: () => Promise<State | null>): Promise<State> {
  if (!(error instanceof LedgerError)) throw error;
  const exists = existing.has(error.details.error);
  if (!exists && !unsettled.has(error.code)) throw error;
  for (let look = 0; look < (exists ? looks : 1); look++) {
    const state = await read();
    if (state !== null) return state;
    await sleep(lookMs);
  }
  throw error;
}
