/**
 * Sends calls of one account, many at a time.
 *
 * Each call is estimated first: one that the ledger would refuse is never sent, costs nothing and holds nobody up. Nonces
 * are given out here in order, starting from the chain's own count, so that a new process goes on where the last one was
 * killed. Transactions are signed before they are sent, so each has a hash that tells what became of it.
 */

import type { Address, Hash } from "../../store/model.js";
import type { Call } from "../actions/call.js";
import type { LedgerProvider } from "../chain/provider.js";
import { LedgerError } from "../errors.js";
import { bigQuantitySchema, quantitySchema, toAddress } from "../hex.js";
import { estimate, gasLimitFor } from "./estimate.js";
import { type FeeCeiling, feesAboveCeiling, underCeiling } from "./feeCeiling.js";
import { feesTooLow, type HandedOver, handOver } from "./handOver.js";
import { InFlight } from "./inFlight.js";
import type { TransactionLog } from "./journal.js";
import { type TransactionReceipt, waitFor } from "./receipt.js";
import {
  currentFees,
  type Fees,
  highestPrice,
  type LocalSigner,
  type SignedTransaction,
  sign,
} from "./signed.js";

export interface SenderOptions {
  readonly provider: LedgerProvider;
  readonly signer: LocalSigner;
  /** How many transactions may be under way at once. */
  readonly window?: number;
  /** How long to wait for a transaction to be mined, in milliseconds. */
  readonly timeoutMs?: number;
  /** Where it is noted what is sent. */
  readonly log?: TransactionLog | undefined;
  /** Time between two looks at the chain, in milliseconds. */
  readonly pollMs?: number;
  /** None where left out. */
  readonly feeCeiling?: FeeCeiling | undefined;
}

/** What became of one call. */
export type SendOutcome =
  | { readonly call: Call; readonly receipt: TransactionReceipt }
  | { readonly call: Call; readonly error: LedgerError };

/** How long fees that were asked for are good, in milliseconds; twice the base fee outlasts it by far. */
const feesAge = 5_000;

export class Sender {
  readonly address: Address;
  /** Transactions that it has sent. */
  sent = 0;
  readonly #provider: LedgerProvider;
  readonly #signer: LocalSigner;
  readonly #window: number;
  readonly #timeoutMs: number;
  readonly #pollMs: number;
  readonly #log: TransactionLog | undefined;
  readonly #feeCeiling: FeeCeiling;
  readonly #inFlight: InFlight;
  #free: number;
  readonly #waiting: (() => void)[] = [];
  /** One transaction is placed at a time, so that they reach the node in the order of their nonces. */
  #lane: Promise<unknown> = Promise.resolve();
  /** null: ask the chain. */
  #nonce: number | null = null;
  #fees: { readonly value: Promise<Fees>; readonly asked: number } | null = null;

  private constructor(address: Address, options: SenderOptions) {
    const { provider, signer, window = 32, timeoutMs = 120_000, pollMs = 200 } = options;
    const { log, feeCeiling = null } = options;
    this.address = address;
    this.#provider = provider;
    this.#signer = signer;
    this.#window = window;
    this.#free = window;
    this.#timeoutMs = timeoutMs;
    this.#pollMs = pollMs;
    this.#log = log;
    this.#feeCeiling = feeCeiling;
    const looking = { timeoutMs, pollMs, signer, log, feeCeiling };
    this.#inFlight = new InFlight(provider.client, address, looking);
  }

  static async open(options: SenderOptions): Promise<Sender> {
    return new Sender(toAddress(await options.signer.getAddress()), options);
  }

  /** Gas that the call needs; see {@link estimate}. */
  estimate(call: Call): Promise<number> {
    return estimate(this.#provider.client, this.address, call);
  }

  /**
   * Looks whether the account can pay for so much gas at the highest fees that its transactions would have now.
   * @throws LedgerError `LEDGER_INSUFFICIENT_FUNDS`, `LEDGER_FEES_TOO_HIGH`
   */
  async checkFunds(gas: number): Promise<void> {
    const [fees, balance] = await Promise.all([
      this.#currentFees(),
      this.#provider.client.rpc("eth_getBalance", [this.address, "latest"], bigQuantitySchema),
    ]);
    if (balance >= highestPrice(fees) * BigInt(gas)) return;
    throw new LedgerError("LEDGER_INSUFFICIENT_FUNDS", `The account cannot pay for ${gas} gas.`, {
      hint: "Send it some of the chain's currency, then run again.",
      details: { gas },
    });
  }

  /**
   * Sends a call and waits until it is mined; waits first for room in the window.
   *
   * A call that depends on another is to be sent after that one's receipt: not every node estimates on pending state.
   *
   * @throws LedgerError `LEDGER_REVERTED` and others, after which it did not take place; `LEDGER_TRANSACTION_PENDING`,
   * after which nobody knows yet.
   */
  async send(call: Call): Promise<TransactionReceipt> {
    await this.#acquire();
    try {
      const gas = await this.estimate(call);
      const placed = await this.#inLane(() => this.#place(call, gasLimitFor(gas)));
      return await placed.receipt;
    } catch (error) {
      if (error instanceof LedgerError && error.code.startsWith("LEDGER_TRANSACTION_")) this.#nonce = null;
      throw error;
    } finally {
      this.#release();
    }
  }

  /** Sends many calls through the window and yields each one's outcome as soon as it is known, in no fixed order. */
  async *run(calls: AsyncIterable<Call> | Iterable<Call>): AsyncGenerator<SendOutcome> {
    const under = new Map<number, Promise<{ key: number; outcome: SendOutcome }>>();
    let next = 0;
    for await (const call of calls) {
      const key = next++;
      under.set(
        key,
        this.#outcome(call).then((outcome) => ({ key, outcome })),
      );
      if (under.size < this.#window) continue;
      const first = await Promise.race(under.values());
      under.delete(first.key);
      yield first.outcome;
    }
    while (under.size > 0) {
      const first = await Promise.race(under.values());
      under.delete(first.key);
      yield first.outcome;
    }
  }

  /** Looks after what an earlier run signed, as if this one had; see {@link InFlight.resume}. */
  resume(signed: readonly [SignedTransaction, ...SignedTransaction[]]): Promise<TransactionReceipt> {
    return this.#inFlight.resume(signed);
  }

  /** Waits for a transaction that was sent before, by this process or another. See {@link waitFor}. */
  waitFor(hash: Hash): Promise<TransactionReceipt> {
    return waitFor(this.#provider.client, hash, { timeoutMs: this.#timeoutMs, pollMs: this.#pollMs });
  }

  async #outcome(call: Call): Promise<SendOutcome> {
    try {
      return { call, receipt: await this.send(call) };
    } catch (error) {
      if (error instanceof LedgerError) return { call, error };
      throw error;
    }
  }

  /** Signs with the next nonce and hands over. The promise is boxed, so that the lane does not wait for the receipt. */
  async #place(call: Call, gasLimit: number): Promise<{ receipt: Promise<TransactionReceipt> }> {
    const { chainId } = this.#provider;
    let fees = await this.#currentFees();
    for (;;) {
      const nonce = this.#nonce ?? (await this.#chainNonce());
      const transaction = { ...fees, chainId, nonce, to: call.to, data: call.data, gasLimit };
      const signed: SignedTransaction = await sign(this.#signer, transaction);
      await this.#log?.sending(signed);
      const outcome = await this.#handedOver(signed);
      if (outcome === "accepted") {
        this.#nonce = nonce + 1;
        this.sent += 1;
        return { receipt: this.#inFlight.add(transaction, signed, call) };
      }
      await this.#log?.settled(signed.hash);
      if (outcome === "underpriced") {
        fees = await this.#higherFees(fees, signed);
        continue;
      }
      // Another process uses this key. Ask the chain; if it still gives the nonce that is taken, step over it.
      const asked = await this.#chainNonce();
      this.#nonce = asked > nonce ? asked : nonce + 1;
    }
  }

  /** Fees that have risen since others were asked for. @throws LedgerError `LEDGER_TRANSACTION_REFUSED` where they have not */
  async #higherFees(before: Fees, refused: SignedTransaction): Promise<Fees> {
    this.#fees = null;
    const now = await this.#currentFees();
    if (highestPrice(now) > highestPrice(before)) return now;
    throw feesTooLow(refused);
  }

  /** What the node refuses for good is settled. */
  async #handedOver(signed: SignedTransaction): Promise<HandedOver> {
    const { client } = this.#provider;
    const waiting = { timeoutMs: this.#timeoutMs, pollMs: this.#pollMs };
    try {
      return await handOver(client, signed, waiting);
    } catch (error) {
      await this.#log?.settled(signed.hash);
      throw error;
    }
  }

  async #chainNonce(): Promise<number> {
    const counted = await this.#provider.client.rpc(
      "eth_getTransactionCount",
      [this.address, "pending"],
      quantitySchema,
    );
    return Math.max(counted, this.#inFlight.nextNonce);
  }

  #currentFees(): Promise<Fees> {
    const now = Date.now();
    if (this.#fees === null || now - this.#fees.asked > feesAge) {
      this.#fees = { value: this.#askFees(), asked: now };
      this.#fees.value.catch(() => {
        this.#fees = null;
      });
    }
    return this.#fees.value;
  }

  async #askFees(): Promise<Fees> {
    const fees = await currentFees(this.#provider.client);
    const taken = underCeiling(fees, this.#feeCeiling);
    if (taken === null) throw feesAboveCeiling(fees, this.#feeCeiling ?? 0n);
    return taken;
  }

  #inLane<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#lane.then(work);
    this.#lane = result.catch(() => undefined);
    return result;
  }

  async #acquire(): Promise<void> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #release(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }
}

/** Sends one call and waits until it is mined. For several calls of one account keep a {@link Sender}. */
export async function send(
  provider: LedgerProvider,
  signer: LocalSigner,
  call: Call,
): Promise<TransactionReceipt> {
  return (await Sender.open({ provider, signer })).send(call);
}
