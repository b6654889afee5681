/**
 * Sends calls of one account, many at a time.
 *
 * Each call is tried first: one that the ledger would refuse is never sent, costs nothing and holds nobody up. Nonces
 * are given out in order, starting from the chain's own count, so that a new process goes on where the last one was
 * killed. Transactions are signed before they are sent, so each has a hash that tells what became of it.
 */

import type { Address, Hash } from "../../store/model.js";
import type { Call } from "../actions/call.js";
import type { LedgerProvider } from "../chain/provider.js";
import { LedgerError } from "../errors.js";
import { bigQuantitySchema, toAddress } from "../hex.js";
import { Room } from "../room.js";
import { CurrentFees } from "./currentFees.js";
import { estimate } from "./estimate.js";
import type { FeeCeiling } from "./feeCeiling.js";
import { GasLimits } from "./gasLimits.js";
import { InFlight } from "./inFlight.js";
import type { OneNonce, TransactionLog } from "./journal.js";
import { Lane } from "./lane.js";
import { type TransactionReceipt, waitFor } from "./receipt.js";
import { highestPrice, type LocalSigner, type SignedTransaction } from "./signed.js";

export interface SenderOptions {
  readonly provider: LedgerProvider;
  readonly signer: LocalSigner;
  /** How many transactions may be under way at once; {@link usualWindow} where left out. */
  readonly window?: number;
  /** How long to wait for a transaction to be mined, or for one before it, in milliseconds. */
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

/** Of the nodes in use, Besu takes the fewest of one account: those up to 200 nonces ahead. */
export const usualWindow = 192;
/** Questions about calls that a node is asked at once, however many transactions are under way. */
const questionsAtOnce = 32;

export class Sender {
  readonly address: Address;
  readonly #provider: LedgerProvider;
  readonly #window: number;
  readonly #timeoutMs: number;
  readonly #pollMs: number;
  readonly #inFlight: InFlight;
  readonly #fees: CurrentFees;
  readonly #gasLimits: GasLimits;
  readonly #lane: Lane;
  readonly #underWay: Room;
  readonly #questions = new Room(questionsAtOnce);

  private constructor(address: Address, options: SenderOptions) {
    const { provider, signer, window = usualWindow, timeoutMs = 120_000, pollMs = 200 } = options;
    const { log, feeCeiling = null } = options;
    this.address = address;
    this.#provider = provider;
    this.#window = window;
    this.#timeoutMs = timeoutMs;
    this.#pollMs = pollMs;
    this.#underWay = new Room(window);
    const common = { timeoutMs, pollMs, signer, log };
    const inFlight = new InFlight(provider.client, address, { ...common, feeCeiling });
    const fees = new CurrentFees(provider.client, feeCeiling);
    this.#inFlight = inFlight;
    this.#fees = fees;
    this.#gasLimits = new GasLimits(provider.client, address);
    this.#lane = new Lane({ ...common, provider, inFlight, fees });
  }

  static async open(options: SenderOptions): Promise<Sender> {
    return new Sender(toAddress(await options.signer.getAddress()), options);
  }

  /** Transactions that it has sent. */
  get sent(): number {
    return this.#lane.sent;
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
      this.#fees.now(),
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
    return await this.#underWay.within(async () => {
      try {
        const gasLimit = await this.#questions.within(() => this.#gasLimits.of(call));
        const placed = await this.#lane.place(call, gasLimit);
        return await placed.receipt;
      } catch (error) {
        if (error instanceof LedgerError && error.code.startsWith("LEDGER_TRANSACTION_"))
          this.#lane.forgetNonce();
        throw error;
      }
    });
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
  resume(signed: OneNonce): Promise<TransactionReceipt> {
    return this.#inFlight.resume(signed);
  }

  /** What becomes of a transaction that it looks after; undefined for any other. */
  endOf(signed: SignedTransaction): { readonly ended: Promise<TransactionReceipt> } | undefined {
    return this.#inFlight.entryOf(signed);
  }

  /** See {@link Lane.isHandingOver}. */
  isHandingOver(hash: Hash): boolean {
    return this.#lane.isHandingOver(hash);
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
}

/** Sends one call and waits until it is mined. For several calls of one account keep a {@link Sender}. */
export async function send(
  provider: LedgerProvider,
  signer: LocalSigner,
  call: Call,
): Promise<TransactionReceipt> {
  return (await Sender.open({ provider, signer })).send(call);
}
