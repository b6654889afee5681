/** What keeps a registration from going on: for the time being, or for good. */
import { CadastreError } from "../../errors/cadastreError.js";
import { isDiskFull } from "../../errors/diskFull.js";
import { isWantOfRoom } from "../../index/faults.js";
import type { Job } from "./job.js";

const passing =
  /^(?:LEDGER_(?:RPC_|INSUFFICIENT_FUNDS$|FEES_TOO_HIGH$|TRANSACTION_PENDING$)|RESOLVER_(?:WRITE_PENDING|NOT_READY)$)/;

/** Whether there is no room, or a database cannot be read, as it is opened anew after there was none. */
const isRoom = (error: unknown): boolean => isDiskFull(error) || isWantOfRoom(error);

export const isPassing = (error: unknown): boolean =>
  isRoom(error) || (error instanceof CadastreError && passing.test(error.code));

export function problemOf(error: unknown): NonNullable<Job["problem"]> {
  if (isRoom(error)) return { code: "RESOLVER_DISK_FULL", detail: "The resolver's disk is full." };
  if (!(error instanceof CadastreError))
    return { code: "RESOLVER_INTERNAL", detail: "An unexpected error happened; see the resolver's log." };
  const { code, message, hint } = error;
  return { code, detail: message, ...(hint !== undefined && { hint }) };
}
