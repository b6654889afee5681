/** What a call would cost, or why the ledger would refuse it: asked of the node before anything is signed. */

import type { Address } from "../../store/model.js";
import type { Execution } from "../actions/call.js";
import type { Rpc } from "../chain/rpc.js";
import { LedgerError } from "../errors.js";
import { quantitySchema } from "../hex.js";
import { revertDataOf, revertError } from "../reverts.js";

/** The most gas that one transaction may have (EIP-7825). */
export const transactionGasCap = 16_777_216;

/**
 * Gas that the call needs at the pending state.
 *
 * Not every node applies pending transactions here: a call that depends on another one is to be estimated after that
 * one's receipt.
 *
 * @throws LedgerError `LEDGER_REVERTED` with the ledger's own error, `LEDGER_GAS_CAP`, or one of the `LEDGER_RPC_*` codes.
 */
export async function estimate(client: Rpc, from: Address, call: Execution): Promise<number> {
  let gas: number;
  try {
    gas = await client.rpc("eth_estimateGas", [requestOf(from, call), "pending"], quantitySchema);
  } catch (error) {
    throw refusal(error, call.describe);
  }
  if (gas > transactionGasCap) {
    throw new LedgerError(
      "LEDGER_GAS_CAP",
      `To ${call.describe} needs ${gas} gas, and a transaction may have ${transactionGasCap}.`,
      { hint: "Do it in smaller parts.", details: { gas } },
    );
  }
  return gas;
}

/** The parameter of `eth_estimateGas` and `eth_call`; a creation has no `to`. */
export function requestOf(from: Address, { to, data }: Execution): Record<string, string> {
  return to === null ? { from, data } : { from, to, data };
}

/** A node's error as a revert where it is one. */
export function refusal(error: unknown, doing: string): unknown {
  if (!(error instanceof LedgerError) || error.code !== "LEDGER_RPC_ERROR") return error;
  const data = revertDataOf(error.details.rpcData);
  const message = String(error.details.rpcMessage);
  if (data !== null || /revert/i.test(message)) return revertError(data ?? "0x", doing);
  return error;
}

/** The gas limit for an estimate: a reserve of a fifth, since other transactions may come in between, under the cap. */
export function gasLimitFor(gas: number): number {
  return Math.min(Math.ceil(gas * 1.2), transactionGasCap);
}
