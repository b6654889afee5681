/** A node's client that fails around the sending of transactions, as a kill or a broken line would. */
import { RpcClient } from "../../../services/ledger/chain/rpc.js";

export class Interrupted extends Error {}

/** `before`: the transaction does not reach the node. `after`: it does, but nobody learns of it. */
export type Moment = "before" | "after";

export class InterruptingClient extends RpcClient {
  #left: number;
  readonly #moment: Moment;

  /** @param sends How many transactions go through before the interruption. */
  constructor(rpcUrl: string, sends: number, moment: Moment) {
    super(rpcUrl);
    this.#left = sends;
    this.#moment = moment;
  }

  override async request(method: string, params: readonly unknown[]): Promise<unknown> {
    if (method !== "eth_sendRawTransaction") return super.request(method, params);
    this.#left -= 1;
    if (this.#left >= 0) return super.request(method, params);
    if (this.#moment === "after") await super.request(method, params);
    throw new Interrupted(`interrupted ${this.#moment} sending`);
  }
}
