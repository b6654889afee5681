/**
 * Uses up a nonce that nothing has: another process's transaction had it, and the node has forgotten that one. What comes after it would wait
 * until its time is up.
 */
import type { Address } from "../../store/model.js";
import type { Execution } from "../actions/call.js";
import type { Rpc } from "../chain/rpc.js";
import { quantitySchema } from "../hex.js";
import { estimate, gasLimitFor } from "./estimate.js";
import { type FeeCeiling, underCeiling } from "./feeCeiling.js";
import { currentFees, type SignableTransaction } from "./signed.js";

export interface Filler {
  readonly call: Execution;
  readonly transaction: SignableTransaction;
}

export interface Gap {
  readonly from: Address;
  readonly chainId: number;
  readonly nonce: number;
}

/** Whether the node has nothing with that nonce that could be mined next. */
export async function isGap(client: Rpc, { from, nonce }: Omit<Gap, "chainId">): Promise<boolean> {
  return (await client.rpc("eth_getTransactionCount", [from, "pending"], quantitySchema)) <= nonce;
}

/**
 * A transaction of the account to itself, which changes nothing. Of the calls that wait none could be signed anew with that nonce: both might
 * take place.
 * @returns null where the chain asks for fees above the ceiling.
 * @throws LedgerError
 */
export async function fillerOf(
  client: Rpc,
  { from, chainId, nonce }: Gap,
  ceiling: FeeCeiling,
): Promise<Filler | null> {
  const call: Execution = { to: from, data: "0x", describe: `use up the nonce ${nonce}` };
  const fees = underCeiling(await currentFees(client), ceiling);
  if (fees === null) return null;
  const gasLimit = gasLimitFor(await estimate(client, from, call));
  return { call, transaction: { ...fees, chainId, nonce, to: from, data: call.data, gasLimit } };
}
