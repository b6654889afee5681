/**
 * The transactions of one account that were sent and are not mined yet.
 *
 * One loop looks after all of them: one question for the account's nonce tells which can have been mined, so that a full
 * window does not cost a question each. When nothing moves, everything is handed to the node again, which closes the gap
 * that a forgotten transaction leaves.
 */

import type { Address } from "../../store/model.js";
import type { Call } from "../actions/call.js";
import type { Rpc } from "../chain/rpc.js";
import { LedgerError } from "../errors.js";
import { quantitySchema } from "../hex.js";
import { broadcast } from "./broadcast.js";
import { failureOf, pendingError, readReceipt, type TransactionReceipt } from "./receipt.js";
import type { SignedTransaction } from "./signed.js";

interface Entry {
  readonly signed: SignedTransaction;
  readonly call: Call;
  readonly end: number;
  readonly resolve: (receipt: TransactionReceipt) => void;
  readonly reject: (error: unknown) => void;
  /** When the nonce was first seen used up without a receipt for this transaction. */
  missedSince: number | null;
}

/**
 * How many looks' time may pass without any movement before everything is sent again, and with a nonce used up and no
 * receipt before another transaction must have it: nodes behind one address lag behind each other.
 */
const patience = 25;

export class InFlight {
  readonly #client: Rpc;
  readonly #from: Address;
  readonly #timeoutMs: number;
  readonly #pollMs: number;
  readonly #entries = new Map<number, Entry>();
  #running = false;
  #wake: (() => void) | null = null;
  /** A transaction came in since the last look began. */
  #stale = false;
  #lastMined = -1;
  #movedAt = Date.now();

  constructor(client: Rpc, from: Address, options: { timeoutMs: number; pollMs: number }) {
    this.#client = client;
    this.#from = from;
    this.#timeoutMs = options.timeoutMs;
    this.#pollMs = options.pollMs;
  }

  /** The nonce after the highest one in flight, 0 if there is none. */
  get nextNonce(): number {
    return Math.max(-1, ...this.#entries.keys()) + 1;
  }

  /** Resolves when the transaction is mined and succeeded; rejects with what became of it otherwise. */
  add(signed: SignedTransaction, call: Call): Promise<TransactionReceipt> {
    return new Promise((resolve, reject) => {
      const end = Date.now() + this.#timeoutMs;
      this.#entries.set(signed.nonce, { signed, call, end, resolve, reject, missedSince: null });
      this.#stale = true;
      this.#wake?.();
      if (!this.#running) void this.#loop();
    });
  }

  async #loop(): Promise<void> {
    this.#running = true;
    this.#movedAt = Date.now();
    while (this.#entries.size > 0) {
      this.#stale = false;
      try {
        await this.#look();
      } catch (error) {
        // A node that is away for a moment is what the time limit is for.
        if (!(error instanceof LedgerError)) this.#rejectAll(error);
      }
      this.#expire();
      if (this.#entries.size > 0 && !this.#stale) await this.#pause();
    }
    this.#running = false;
  }

  async #look(): Promise<void> {
    const mined = await this.#client.rpc("eth_getTransactionCount", [this.#from, "latest"], quantitySchema);
    if (mined !== this.#lastMined) this.#movedAt = Date.now();
    this.#lastMined = mined;
    const due = [...this.#entries.values()].filter(({ signed }) => signed.nonce < mined);
    await Promise.all(due.map((entry) => this.#settle(entry)));
    if (this.#isLong(this.#movedAt)) {
      this.#movedAt = Date.now();
      await this.#resend();
    }
  }

  async #settle(entry: Entry): Promise<void> {
    const { signed, call } = entry;
    const mined = await readReceipt(this.#client, signed.hash);
    if (mined === null) {
      entry.missedSince ??= Date.now();
      if (this.#isLong(entry.missedSince)) this.#reject(entry, replaced(signed, call));
      return;
    }
    const { succeeded, ...receipt } = mined;
    if (!succeeded) return this.#reject(entry, await failureOf(this.#client, this.#from, call, receipt));
    this.#entries.delete(signed.nonce);
    entry.resolve(receipt);
  }

  #isLong(since: number): boolean {
    return Date.now() - since >= patience * this.#pollMs;
  }

  async #resend(): Promise<void> {
    const byNonce = [...this.#entries.values()].sort((a, b) => a.signed.nonce - b.signed.nonce);
    for (const entry of byNonce) {
      try {
        await broadcast(this.#client, entry.signed);
      } catch (error) {
        this.#reject(entry, error);
      }
    }
  }

  #expire(): void {
    const now = Date.now();
    for (const entry of this.#entries.values()) {
      if (now >= entry.end) this.#reject(entry, pendingError(entry.signed.hash, entry.call.describe));
    }
  }

  #reject(entry: Entry, error: unknown): void {
    this.#entries.delete(entry.signed.nonce);
    entry.reject(error);
  }

  #rejectAll(error: unknown): void {
    for (const entry of this.#entries.values()) this.#reject(entry, error);
  }

  /** Until the next look is due, or a transaction comes in that a devnet may have mined already. */
  async #pause(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.#pollMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = null;
  }
}

function replaced(signed: SignedTransaction, call: Call): LedgerError {
  return new LedgerError(
    "LEDGER_TRANSACTION_REPLACED",
    `Transaction ${signed.hash} (${call.describe}) did not take place: another one of this account has its nonce.`,
    {
      hint: "Use the key from one place at a time, then run again.",
      details: { hash: signed.hash, nonce: signed.nonce },
    },
  );
}
