/**
 * How much gas calls of one account get. A node finds out what a call needs by trying it a dozen times; whether it fits into so much, by trying
 * it once. Calls of one shape need about the same, so only the first of them is estimated, and each of the others is tried with what that
 * one came to.
 */
import type { Address } from "../../store/model.js";
import type { Call } from "../actions/call.js";
import type { Rpc } from "../chain/rpc.js";
import { LedgerError } from "../errors.js";
import { bytesSchema } from "../hex.js";
import { estimate, gasLimitFor, requestOf, transactionGasCap } from "./estimate.js";

export class GasLimits {
  readonly #client: Rpc;
  readonly #from: Address;
  /** What calls of a shape were found to need, the most of them; null where the first was refused. */
  readonly #byShape = new Map<string, Promise<number | null>>();

  constructor(client: Rpc, from: Address) {
    this.#client = client;
    this.#from = from;
  }

  /**
   * The limit for a call that would pass now, with a reserve: see {@link gasLimitFor}. What does not pass with the gas of its shape is
   * estimated, which tells whether it is the ledger that refuses it.
   * @throws as {@link estimate}
   */
  async of(call: Call): Promise<number> {
    const shape = shapeOf(call);
    const known = this.#byShape.get(shape);
    if (known === undefined) {
      const asked = this.#estimate(call);
      this.#byShape.set(
        shape,
        asked.catch(() => null),
      );
      return gasLimitFor(await asked);
    }
    const before = await known;
    if (before !== null) {
      const enough = Math.min(Math.ceil(before * margin), transactionGasCap);
      if (await this.#passes(call, enough)) return gasLimitFor(before);
    }
    const gas = await this.#estimate(call);
    this.#byShape.set(shape, Promise.resolve(Math.max(gas, before ?? 0)));
    return gasLimitFor(gas);
  }

  #estimate(call: Call): Promise<number> {
    return estimate(this.#client, this.#from, call);
  }

  /**
   * Asked of the last block, as some nodes carry out all that is pending before they answer for the next one. What passes there and fails after
   * all, as something pending came first, is told by its receipt.
   */
  async #passes(call: Call, gas: number): Promise<boolean> {
    const request = { ...requestOf(this.#from, call), gas: `0x${gas.toString(16)}` };
    try {
      await this.#client.rpc("eth_call", [request, "latest"], bytesSchema);
      return true;
    } catch (error) {
      if (error instanceof LedgerError && error.code === "LEDGER_RPC_ERROR") return false;
      throw error;
    }
  }
}

/** Calls of one shape differ in what they touch: a twelfth is for that, and the rest of the limit's reserve for what comes in between. */
const margin = 13 / 12;

/** The same function of the same contract, with about as much data: to a tenth. */
function shapeOf({ to, data }: Call): string {
  const selector = data.slice(0, 10);
  return `${to} ${selector} ${Math.round(Math.log(data.length) / Math.log(1.1))}`;
}
