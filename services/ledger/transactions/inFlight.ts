/**
 * The transactions of one account that were sent and are not mined yet.
 *
 * One loop looks after all of them: one question for the account's nonce tells which can have been mined, so that a full
 * window does not cost a question each. When nothing moves, everything is handed to the node again, which closes the gap
 * that a forgotten transaction leaves; the gap of one that was another process's is filled. What waits through several
 * blocks gets higher fees where they help.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Address, Hash } from "../../store/model.js";
import type { Call, Execution } from "../actions/call.js";
import type { Rpc } from "../chain/rpc.js";
import { LedgerError } from "../errors.js";
import { quantitySchema } from "../hex.js";
import { type Attempts, lastOf, minedOf } from "./attempts.js";
import { type BroadcastOutcome, broadcast } from "./broadcast.js";
import { displacedError, displacing } from "./displacing.js";
import type { FeeCeiling } from "./feeCeiling.js";
import { fillerOf, isGap } from "./filler.js";
import type { OneNonce, TransactionLog } from "./journal.js";
import { MinedReceipts } from "./minedReceipts.js";
import {
  failureOf,
  type MinedTransaction,
  pendingError,
  receiptOf,
  type TransactionReceipt,
} from "./receipt.js";
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

/** Between two looks once something moved, in milliseconds. */
const shortestPause = 5;

export class InFlight {
  readonly address: Address;
  readonly #client: Rpc;
  readonly #options: InFlightOptions;
  readonly #entries = new Map<number, Attempts>();
  #running = false;
  /** The account's count as it was believed last, and the highest that it had. */
  #lastMined = -1;
  #mostMined = -1;
  readonly #mined: MinedReceipts;
  #pauseMs = shortestPause;
  #movedAt = Date.now();
  /** The nonce that nothing had when everything was handed over last; null where there was none. */
  #gap: number | null = null;

  constructor(client: Rpc, from: Address, options: InFlightOptions) {
    this.#client = client;
    this.address = from;
    this.#options = options;
    this.#mined = new MinedReceipts(client);
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
   * The same of what was signed before, by an earlier run or on blocks that were replaced, and the node has been given again. What is looked
   * after already is not begun anew.
   */
  async resume(signed: OneNonce): Promise<TransactionReceipt> {
    const { nonce } = signed[0];
    for (let known = this.#entries.get(nonce); known !== undefined; known = this.#entries.get(nonce)) {
      if (known.signed.some(({ hash }) => signed.some((one) => one.hash === hash))) return await known.ended;
      // Something else has got its nonce meanwhile: what becomes of that tells of this.
      await known.ended.catch(() => undefined);
    }
    const { transaction } = readSigned(signed.at(-1) ?? signed[0]);
    const { to, data } = transaction;
    return await this.#lookAfter(transaction, signed, { to, data, describe: "do what was sent before" });
  }

  /** Where a transaction is looked after; undefined for one that is not. */
  entryOf({ nonce, hash }: SignedTransaction): Pick<Attempts, "ended"> | undefined {
    const entry = this.#entries.get(nonce);
    return entry?.signed.some((one) => one.hash === hash) === true ? entry : undefined;
  }

  #lookAfter(
    transaction: SignableTransaction,
    signed: OneNonce,
    call: Execution,
  ): Promise<TransactionReceipt> {
    const { nonce } = transaction;
    const { promise: ended, resolve, reject } = deferred<TransactionReceipt>();
    const end = Date.now() + this.#options.timeoutMs;
    const open = { lookedAtBlock: null, missedSince: null };
    const before = this.#entries.get(nonce);
    // The node took this one in its place; which of the two takes place is found out by whoever asks for that one again.
    if (before !== undefined) this.#drop(before, pendingError(lastOf(before).hash, before.call.describe));
    this.#entries.set(nonce, {
      ...{ nonce, call, signed: [...signed], transaction, end },
      ...open,
      ...{ ended, resolve, reject },
    });
    if (!this.#running) void this.#loop();
    return ended;
  }

  async #loop(): Promise<void> {
    this.#running = true;
    [this.#movedAt, this.#pauseMs] = [Date.now(), shortestPause];
    while (this.#entries.size > 0) {
      try {
        await this.#look();
      } catch (error) {
        // A node that is away for a moment is what the time limit is for.
        if (!(error instanceof LedgerError))
          for (const entry of this.#entries.values()) this.#drop(entry, error);
      }
      this.#expire();
      if (this.#entries.size > 0) await this.#pause();
    }
    this.#running = false;
  }

  async #look(): Promise<void> {
    const count = await this.#client.rpc("eth_getTransactionCount", [this.address, "latest"], quantitySchema);
    // In this order: so the head has all that was counted.
    const head = await this.#client.rpc("eth_blockNumber", [], quantitySchema);
    const hasMoved = (await this.#hasTakenBack(count)) || count > this.#lastMined;
    if (hasMoved) this.#lastMined = count;
    this.#mostMined = Math.max(count, this.#mostMined);
    const isBehind = count < this.#lastMined;
    const entries = [...this.#entries.values()];
    const used = entries.filter(({ nonce }) => nonce < count);
    const mined = await this.#mined.since(head, used.length);
    await this.#settleAll(used, mined);
    const waiting = entries.filter(({ nonce }) => nonce >= count);
    if (!isBehind) for (const entry of waiting) entry.missedSince = null;
    if (hasMoved) this.#moved(waiting, head);
    await this.#reprice(waiting, head);
    if (this.#isLong(this.#movedAt)) {
      this.#movedAt = Date.now();
      await this.#resend(waiting, head);
      await this.#closeGap(waiting, count);
    }
  }

  /** As long as blocks take some, the others only wait their turn: higher fees would bring it no sooner. */
  #moved(waiting: readonly Attempts[], head: number): void {
    [this.#movedAt, this.#pauseMs] = [Date.now(), shortestPause];
    for (const entry of waiting) {
      entry.end = this.#movedAt + this.#options.timeoutMs;
      entry.lookedAtBlock = head;
    }
  }

  /**
   * A reorganisation may have taken mined ones back: unless the node has them, all that comes after them waits for them. A lower count alone
   * does not say so.
   */
  async #hasTakenBack(count: number): Promise<boolean> {
    if (count >= this.#mostMined) return false;
    const takenBack = (await this.#options.log?.takenBack?.(this.address, count)) ?? [];
    // The log hears what becomes of it.
    for (const signed of takenBack) this.resume(signed).catch(() => undefined);
    return takenBack.length > 0;
  }

  /** Ends when all of them have been looked at, so that none is looked at twice at once. @throws LedgerError of the first that cannot be. */
  async #settleAll(used: readonly Attempts[], known: ReadonlyMap<Hash, MinedTransaction>): Promise<void> {
    let away: LedgerError | null = null;
    const settling = used.map(async (entry) => {
      try {
        await this.#settle(entry, known);
      } catch (error) {
        if (error instanceof LedgerError) away ??= error;
        else this.#drop(entry, error);
      }
    });
    await Promise.all(settling);
    if (away !== null) throw away;
  }

  /** Of a nonce that is used up: finds what used it. */
  async #settle(entry: Attempts, known: ReadonlyMap<Hash, MinedTransaction>): Promise<void> {
    const mined = await minedOf(this.#client, entry, known);
    if (mined === null) return await this.#missed(entry);
    const receipt = receiptOf(mined);
    await this.#options.log?.settled(entry.signed, mined);
    if (!mined.succeeded)
      return this.#drop(entry, await failureOf(this.#client, this.address, entry.call, receipt));
    this.#entries.delete(entry.nonce);
    entry.resolve(receipt);
  }

  async #missed(entry: Attempts): Promise<void> {
    entry.missedSince ??= Date.now();
    if (!this.#isLong(entry.missedSince)) return;
    const other = await displacing(this.#client, this.address, entry);
    if (other === "itself" || other === "nothing") return;
    await this.#options.log?.settled(entry.signed, null);
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
    await log?.sending([signed]);
    if (!(await this.#isTaken(signed))) return await log?.settled([signed], null);
    entry.signed.push(signed);
    entry.transaction = transaction;
  }

  async #resend(waiting: readonly Attempts[], head: number): Promise<void> {
    for (const entry of [...waiting].sort((one, other) => one.nonce - other.nonce)) {
      if (!(await this.#isTaken(lastOf(entry)))) entry.lookedAtBlock = head - blocksBeforeRepricing;
    }
  }

  /**
   * Fills the gap before all that waits, once it has been there from one such round to the next: in that time another process that is still there
   * hands its own over again. A nonce that was used up before is left: what a reorganisation took back comes again.
   */
  async #closeGap([first, ...others]: readonly Attempts[], count: number): Promise<void> {
    const { signer, feeCeiling, log } = this.#options;
    const before = this.#gap;
    this.#gap = null;
    if (signer === null || first === undefined || count < this.#mostMined) return;
    if ([first, ...others].some(({ nonce }) => nonce === count)) return;
    const gap = { from: this.address, chainId: first.transaction.chainId, nonce: count };
    if (!(await isGap(this.#client, gap))) return;
    this.#gap = count;
    if (before !== count) return;
    const filler = await fillerOf(this.#client, gap, feeCeiling);
    if (filler === null) return;
    const signed = await sign(signer, filler.transaction);
    if (this.#entries.has(count)) return;
    await log?.sending([signed]);
    const outcome = await this.#outcomeOf(signed);
    if (outcome === "nonce-taken" || outcome === "underpriced" || outcome === "refused")
      return await log?.settled([signed], null);
    // The log hears what becomes of it.
    this.#lookAfter(filler.transaction, [signed], filler.call).catch(() => undefined);
  }

  /** False where the node refuses it. That says nothing of a copy that it, or another node, took before. */
  async #isTaken(signed: SignedTransaction): Promise<boolean> {
    const outcome = await this.#outcomeOf(signed);
    return outcome !== "underpriced" && outcome !== "refused";
  }

  async #outcomeOf(signed: SignedTransaction): Promise<BroadcastOutcome | "refused"> {
    try {
      return await broadcast(this.#client, signed);
    } catch (error) {
      if (error instanceof LedgerError) return "refused";
      throw error;
    }
  }

  #isLong(since: number): boolean {
    return Date.now() - since >= patience * this.#options.pollMs;
  }

  #expire(): void {
    const now = Date.now();
    for (const entry of this.#entries.values())
      if (now >= entry.end) this.#drop(entry, pendingError(lastOf(entry).hash, entry.call.describe));
  }

  #drop(entry: Attempts, error: unknown): void {
    if (this.#entries.get(entry.nonce) === entry) this.#entries.delete(entry.nonce);
    entry.reject(error);
  }

  /**
   * Until the next look. What moved a moment ago is likely to move again soon, and chains that make a block of each transaction would stand still
   * for most of a longer pause.
   */
  async #pause(): Promise<void> {
    const pause = Math.min(this.#pauseMs, this.#options.pollMs);
    this.#pauseMs = pause * 2;
    await sleep(pause);
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
