/**
 * Waits until transactions lie under so many blocks. A chain without a finality of its own may take back what it has shown: a transaction whose
 * block was replaced is handed to the node again, signed as it was, so that it takes place once at most.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Hash } from "../../store/model.js";
import type { Rpc } from "../chain/rpc.js";
import { LedgerError } from "../errors.js";
import { quantitySchema } from "../hex.js";
import { canTakePlace } from "./broadcast.js";
import type { TransactionJournal, TransactionLog } from "./journal.js";
import { type MinedTransaction, readReceipt } from "./receipt.js";
import type { SignedTransaction } from "./signed.js";

/** Chains that one machine makes for development: nothing is replaced there unless somebody asks for it. */
const devnets: ReadonlySet<number> = new Set([1_337, 31_337]);
const onDevnets = 1;
const elsewhere = 5;

/** How many blocks count as enough where nobody says so: the transaction's own, and those behind it. */
export const usualConfirmations = (chainId: number): number => (devnets.has(chainId) ? onDevnets : elsewhere);

export interface ConfirmationOptions {
  readonly client: Rpc;
  /** Keeps what is not confirmed open, so that a run after a kill looks after it too. */
  readonly journal: TransactionJournal;
  /** The transaction's own block, and those behind it; 0 and 1 wait for nothing. */
  readonly confirmations: number;
  /** How long no block may come until it is given up, in milliseconds. */
  readonly timeoutMs?: number;
  /** Time between two looks at the chain, in milliseconds. */
  readonly pollMs?: number;
}

/** What waiting came to. */
export interface Confirmed {
  /** Transactions that were handed over again. */
  readonly resent: number;
  /** Transactions that can no longer take place, or failed once the chain had changed: their work has to be looked at again. */
  readonly lost: number;
}

/** Looks, at one a poll, after which a transaction that the chain lost is handed over again. */
const looksBetween = 25;
/** So many are held before those are let go that are deep enough. */
const heldAtMost = 512;

export class Confirmations implements TransactionLog {
  readonly #options: ConfirmationOptions;
  readonly #sent = new Map<Hash, SignedTransaction>();
  /** Mined, and not deep enough yet. */
  readonly #mined = new Map<Hash, SignedTransaction>();
  #letGo = heldAtMost;
  #lost = 0;

  constructor(options: ConfirmationOptions) {
    this.#options = options;
  }

  async sending(signed: readonly SignedTransaction[]): Promise<void> {
    for (const one of signed) this.#sent.set(one.hash, one);
    await this.#options.journal.sending(signed);
  }

  async settled(hash: Hash, mined: MinedTransaction | null): Promise<void> {
    const { journal, confirmations } = this.#options;
    const signed = this.#sent.get(hash);
    this.#sent.delete(hash);
    // What was refused, or failed, is known to whoever sent it, and is not to be sent again.
    const tookPlace = confirmations > 1 && mined?.succeeded === true;
    if (signed === undefined || !tookPlace) return await journal.settled(hash);
    this.#mined.set(hash, signed);
    if (this.#mined.size < this.#letGo) return;
    const head = await this.#head();
    for (const one of [...this.#mined.values()]) await this.#state(one, head);
    this.#letGo = this.#mined.size + heldAtMost;
  }

  /**
   * Waits for all that was mined.
   * @param onProgress Told how many of how many are deep enough.
   * @throws LedgerError `LEDGER_TRANSACTION_PENDING` where the chain stands still; those of the RPC.
   */
  async confirmed(
    signal?: AbortSignal,
    onProgress?: (done: number, total: number) => void,
  ): Promise<Confirmed> {
    const { timeoutMs = 300_000, pollMs = 200 } = this.#options;
    const total = this.#mined.size;
    let [resent, seen, movedAt] = [0, -1, Date.now()];
    for (let look = 0; this.#mined.size > 0 && signal?.aborted !== true; look++) {
      const head = await this.#head();
      if (head !== seen) [seen, movedAt] = [head, Date.now()];
      for (const signed of this.#inOrder()) {
        const state = await this.#state(signed, head);
        if (state === "above") break;
        if (state === "gone" && look % looksBetween === 0 && (await this.#sendAgain(signed))) resent += 1;
      }
      onProgress?.(total - this.#mined.size, total);
      if (this.#mined.size === 0) break;
      if (Date.now() - movedAt > timeoutMs) throw this.#standstill();
      await sleep(pollMs);
    }
    const lost = this.#lost;
    this.#lost = 0;
    return { resent, lost };
  }

  /** By their nonces: where one is not deep enough, those after it are not either. */
  #inOrder(): readonly SignedTransaction[] {
    return [...this.#mined.values()].sort((one, other) => one.nonce - other.nonce);
  }

  /** Ends what is deep enough. */
  async #state(signed: SignedTransaction, head: number): Promise<"deep" | "above" | "gone"> {
    const { client, confirmations } = this.#options;
    const receipt = await readReceipt(client, signed.hash);
    if (receipt === null) return "gone";
    if (head - receipt.block + 1 < confirmations) return "above";
    // On another chain than the one on which it took place it may have failed.
    if (!receipt.succeeded) this.#lost += 1;
    await this.#end(signed);
    return "deep";
  }

  async #sendAgain(signed: SignedTransaction): Promise<boolean> {
    if (await canTakePlace(this.#options.client, signed)) return true;
    // It may have been mined in between; then the next look finds it.
    if ((await readReceipt(this.#options.client, signed.hash)) !== null) return false;
    this.#lost += 1;
    await this.#end(signed);
    return false;
  }

  async #end({ hash }: SignedTransaction): Promise<void> {
    this.#mined.delete(hash);
    await this.#options.journal.settled(hash);
  }

  #head(): Promise<number> {
    return this.#options.client.rpc("eth_blockNumber", [], quantitySchema);
  }

  #standstill(): LedgerError {
    const { confirmations } = this.#options;
    return new LedgerError(
      "LEDGER_TRANSACTION_PENDING",
      `The chain stands still: ${this.#mined.size} transactions lie under fewer than ${confirmations} blocks.`,
      {
        hint: "They took place, unless the chain is replaced. Run the same again once it goes on, or wait for fewer blocks: --confirmations 1",
        details: { transactions: this.#mined.size, confirmations },
      },
    );
  }
}
