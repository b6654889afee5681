/** The fees that a chain takes now, asked for every few seconds, and never above what their payer allows. */
import type { Rpc } from "../chain/rpc.js";
import { type FeeCeiling, feesAboveCeiling, underCeiling } from "./feeCeiling.js";
import { currentFees, type Fees, highestPrice } from "./signed.js";

/** How long fees that were asked for are good, in milliseconds; twice the base fee outlasts it by far. */
const feesAge = 5_000;

export class CurrentFees {
  readonly #client: Rpc;
  readonly #ceiling: FeeCeiling;
  #known: { readonly value: Promise<Fees>; readonly asked: number } | null = null;

  constructor(client: Rpc, ceiling: FeeCeiling) {
    this.#client = client;
    this.#ceiling = ceiling;
  }

  /** @throws LedgerError `LEDGER_FEES_TOO_HIGH` */
  now(): Promise<Fees> {
    const now = Date.now();
    if (this.#known === null || now - this.#known.asked > feesAge) {
      this.#known = { value: this.#ask(), asked: now };
      this.#known.value.catch(() => {
        this.#known = null;
      });
    }
    return this.#known.value;
  }

  /** Whether they have risen above others that were asked for before. */
  async haveRisen(before: Fees): Promise<boolean> {
    this.#known = null;
    return highestPrice(await this.now()) > highestPrice(before);
  }

  async #ask(): Promise<Fees> {
    const fees = await currentFees(this.#client);
    const taken = underCeiling(fees, this.#ceiling);
    if (taken === null) throw feesAboveCeiling(fees, this.#ceiling ?? 0n);
    return taken;
  }
}
