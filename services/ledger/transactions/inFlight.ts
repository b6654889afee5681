/**
 * The transactions of one account that were sent and are not mined yet.
 *
 * One loop looks after all of them: one question for the account's nonce tells which can have been mined, so that a full
 * window does not cost a question each. When nothing moves, everything is handed to the node again, which closes the gap
 * that a forgotten transaction leaves. What waits through several blocks gets higher fees where they help.
 */
import type { Address } from "../../store/model.js";
import type { Call, Execution } from "../actions/call.js";
import type { Rpc } from "../chain/rpc.js";
import { LedgerError } from "../errors.js";
import { quantitySchema } from "../hex.js";
import { type Attempts, minedOf, noteSettled } from "./attempts.js";
import { broadcast } from "./broadcast.js";
import { displacedError, displacing } from "./displacing.js";
import type { FeeCeiling } from "./feeCeiling.js";
import type { TransactionLog } from "./journal.js";
import { failureOf, pendingError, type TransactionReceipt } from "./receipt.js";
import { blocksBeforeRepricing, repriced } from "./repricing.js";
import {
  currentFees,
  type LocalSigner,
  readSigned,
  type SignableTransaction,
  type SignedTransaction,
  sign,
} from "./signed.js";

export interface InFlightOptions {
  readonly timeoutMs: number;
  readonly pollMs: number;
  /** Signs replacements; null where there is nobody to: then fees stay as they are. */
  readonly signer: LocalSigner | null;
  readonly log: TransactionLog | undefined;
  readonly feeCeiling: FeeCeiling;
}

/**
 * How many looks' time may pass without any movement before everything is sent again, and with a nonce used up and no
 * receipt before another transaction must have it: nodes behind one address lag behind each other.
 */
const patience = 25;

export class InFlight {
  readonly #client: Rpc;
  readonly #from: Address;
  readonly #options: InFlightOptions;
  readonly #entries = new Map<number, Attempts>();
  #running = false;
  #wake: (() => void) | null = null;
  /** A transaction came in since the last look began. */
  #stale = false;
  #lastMined = -1;
  #movedAt = Date.now();

  constructor(client: Rpc, from: Address, options: InFlightOptions) {
    this.#client = client;
    this.#from = from;
    this.#options = options;
  }

  /** The nonce after the highest one in flight, 0 if there is none. */
  get nextNonce(): number {
    return Math.max(-1, ...this.#entries.keys()) + 1;
  }

  /** Resolves when a transaction is mined and succeeded; rejects with what became of it otherwise. */
  add(transaction: SignableTransaction, signed: SignedTransaction, call: Call): Promise<TransactionReceipt> {
    return this.#lookAfter(transaction, [signed], call);
  }

  /**
   * The same of what an earlier run signed, and the node has been given again.
   * @param signed With one nonce, one after the other. What is looked after already is not taken for an earlier run's.
   */
  resume(signed: readonly [SignedTransaction, ...SignedTransaction[]]): Promise<TransactionReceipt> {
    const known = this.#entries.get(signed[0].nonce);
    if (known !== undefined) return known.ended;
    const { transaction } = readSigned(signed.at(-1) ?? signed[0]);
    const { to, data } = transaction;
    return this.#lookAfter(transaction, signed, { to, data, describe: "do what an earlier run sent" });
  }

  #lookAfter(
    transaction: SignableTransaction,
    signed: readonly SignedTransaction[],
    call: Execution,
  ): Promise<TransactionReceipt> {
    const { nonce } = transaction;
    const { promise: ended, resolve, reject } = deferred<TransactionReceipt>();
    const end = Date.now() + this.#options.timeoutMs;
    const open = { lookedAtBlock: null, missedSince: null };
    this.#entries.set(nonce, {
      ...{ nonce, call, signed: [...signed], transaction, end },
      ...open,
      ...{ ended, resolve, reject },
    });
    this.#stale = true;
    this.#wake?.();
    if (!this.#running) void this.#loop();
    return ended;
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
        if (!(error instanceof LedgerError))
          for (const entry of this.#entries.values()) this.#drop(entry, error);
      }
      this.#expire();
      if (this.#entries.size > 0 && !this.#stale) await this.#pause();
    }
    this.#running = false;
  }

  async #look(): Promise<void> {
    const [count, head] = await Promise.all([
      this.#client.rpc("eth_getTransactionCount", [this.#from, "latest"], quantitySchema),
      this.#client.rpc("eth_blockNumber", [], quantitySchema),
    ]);
    if (count !== this.#lastMined) this.#movedAt = Date.now();
    this.#lastMined = count;
    const entries = [...this.#entries.values()];
    await Promise.all(entries.filter(({ nonce }) => nonce < count).map((entry) => this.#settle(entry)));
    const waiting = entries.filter(({ nonce }) => nonce >= count);
    await this.#reprice(waiting, head);
    if (this.#isLong(this.#movedAt)) {
      this.#movedAt = Date.now();
      await this.#resend(waiting, head);
    }
  }

  /** Of a nonce that is used up: finds what used it. */
  async #settle(entry: Attempts): Promise<void> {
    const mined = await minedOf(this.#client, entry);
    if (mined === null) return this.#missed(entry);
    const { succeeded, ...receipt } = mined;
    await noteSettled(this.#options.log, entry);
    if (!succeeded) return this.#drop(entry, await failureOf(this.#client, this.#from, entry.call, receipt));
    this.#entries.delete(entry.nonce);
    entry.resolve(receipt);
  }

  async #missed(entry: Attempts): Promise<void> {
    entry.missedSince ??= Date.now();
    if (!this.#isLong(entry.missedSince)) return;
    const other = await displacing(this.#client, this.#from, entry);
    if (other === "itself") return;
    await noteSettled(this.#options.log, entry);
    this.#drop(entry, displacedError(entry, other));
  }

  async #reprice(waiting: readonly Attempts[], head: number): Promise<void> {
    const { signer, feeCeiling } = this.#options;
    for (const entry of waiting) entry.lookedAtBlock ??= head;
    const due = waiting.filter(
      ({ lookedAtBlock }) => head - (lookedAtBlock ?? head) >= blocksBeforeRepricing,
    );
    if (signer === null || due.length === 0) return;
    const fees = await currentFees(this.#client);
    for (const entry of due) {
      entry.lookedAtBlock = head;
      const transaction = repriced(entry.transaction, fees, feeCeiling);
      if (transaction !== null) await this.#replace(entry, signer, transaction);
    }
  }

  async #replace(entry: Attempts, signer: LocalSigner, transaction: SignableTransaction): Promise<void> {
    const { log } = this.#options;
    const signed = await sign(signer, transaction);
    await log?.sending(signed);
    if (!(await this.#isTaken(signed))) return await log?.settled(signed.hash);
    entry.signed.push(signed);
    entry.transaction = transaction;
  }

  async #resend(waiting: readonly Attempts[], head: number): Promise<void> {
    for (const entry of [...waiting].sort((one, other) => one.nonce - other.nonce)) {
      const last = entry.signed.at(-1);
      if (last !== undefined && !(await this.#isTaken(last)))
        entry.lookedAtBlock = head - blocksBeforeRepricing;
    }
  }

  /** False where the node refuses it. That says nothing of a copy that it, or another node, took before. */
  async #isTaken(signed: SignedTransaction): Promise<boolean> {
    try {
      return (await broadcast(this.#client, signed)) !== "underpriced";
    } catch (error) {
      if (error instanceof LedgerError) return false;
      throw error;
    }
  }

  #isLong(since: number): boolean {
    return Date.now() - since >= patience * this.#options.pollMs;
  }

  #expire(): void {
    const now = Date.now();
    for (const entry of this.#entries.values()) {
      const { hash } = entry.signed.at(-1) ?? {};
      if (now >= entry.end && hash !== undefined) this.#drop(entry, pendingError(hash, entry.call.describe));
    }
  }

  #drop(entry: Attempts, error: unknown): void {
    this.#entries.delete(entry.nonce);
    entry.reject(error);
  }

  /** Until the next look is due, or a transaction comes in that a devnet may have mined already. */
  async #pause(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.#options.pollMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = null;
  }
}

function deferred<Value>() {
  let resolve: (value: Value) => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<Value>((fulfil, fail) => {
    resolve = fulfil;
    reject = fail;
  });
  return { promise, resolve, reject };
}
