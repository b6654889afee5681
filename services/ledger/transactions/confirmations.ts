/**
 * Waits until transactions lie under so many blocks. A chain without a finality of its own may take back what it has shown: a transaction whose
 * block was replaced is handed to the node again, signed as it was or with higher fees, so that it takes place once at most. What cannot take
 * place any more is told to whoever may have been told that it did.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Address, Hash } from "../../store/model.js";
import type { Rpc } from "../chain/rpc.js";
import { LedgerError } from "../errors.js";
import { quantitySchema } from "../hex.js";
import type { OneNonce, OpenTransactions, TransactionJournal } from "./journal.js";
import { type MinedTransaction, readReceipt } from "./receipt.js";
import type { Sender } from "./sender.js";
import { settleJournal } from "./settleJournal.js";
import { readSigned, type SignedTransaction } from "./signed.js";
import { standingOf } from "./standing.js";
import { unlessAborted } from "./unlessAborted.js";

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

export interface ConfirmingOptions {
  /** Of the keys that are at hand, with these confirmations as their log. */
  readonly senders?: readonly Sender[];
  readonly signal?: AbortSignal | undefined;
  /** Told how many of how many are deep enough. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** What waiting came to. */
export interface Confirmed {
  /** Transactions that were handed over again. */
  readonly resent: number;
  /** Transactions that can no longer take place, or failed once the chain had changed: their work has to be looked at again. */
  readonly lost: number;
}

/** Mined, and not deep enough when it was last looked at. */
interface Shallow {
  /** All that have its nonce. */
  readonly signed: readonly SignedTransaction[];
  /** Where, when it was last looked at. */
  readonly mined: MinedTransaction;
}

type State = "deep" | "above" | "gone";

/** Looks, at one a poll, after which it is seen whether the last ones are still there: what is taken back is taken back from the end. */
const looksBetween = 25;
/** So many are held before those are let go that are deep enough. */
const heldAtMost = 512;

export class Confirmations implements OpenTransactions {
  readonly #options: ConfirmationOptions;
  /** By the hash of the one that was mined. */
  readonly #shallow = new Map<Hash, Shallow>();
  /** What may have been mined before, and is open again: what an earlier run left, and what the chain took back. */
  readonly #left: Set<Hash>;
  readonly #takenBack = new Set<Hash>();
  #onLost: (hashes: readonly Hash[]) => Promise<void> = async () => {};
  /** When the listener is through with all that it was told. */
  #told: Promise<void> = Promise.resolve();
  #letGo = heldAtMost;
  #isLettingGo = false;
  #resent = 0;
  #lost = 0;

  constructor(options: ConfirmationOptions) {
    this.#options = options;
    this.#left = new Set(options.journal.open.map(({ hash }) => hash));
  }

  get open(): readonly SignedTransaction[] {
    const held = new Set([...this.#shallow.values()].flatMap(({ signed }) => signed.map(({ hash }) => hash)));
    return this.#options.journal.open.filter(({ hash }) => !held.has(hash));
  }

  /** What took place, as far as is known, and may yet be taken back. */
  get unconfirmed(): readonly Hash[] {
    const held = [...this.#shallow.values()].flatMap(({ signed }) => signed.map(({ hash }) => hash));
    return [...new Set([...held, ...this.#left, ...this.#takenBack])];
  }

  /**
   * @param listener Told of transactions with one nonce, one of which may have taken place, that none of them will. Until it is through, they
   * stay in the journal, and it is told of no others: what counts on several of them is to be seen to once.
   */
  tellLost(listener: (hashes: readonly Hash[]) => Promise<void>): void {
    this.#onLost = listener;
  }

  async sending(signed: readonly SignedTransaction[]): Promise<void> {
    await this.#options.journal.sending(signed);
  }

  async settled(signed: readonly SignedTransaction[], mined: MinedTransaction | null): Promise<void> {
    const isBack = signed.some(({ hash }) => this.#takenBack.has(hash));
    if (mined?.succeeded !== true) {
      // What was refused, or failed, at its first try is known to whoever sent it, and is not to be sent again.
      if (isBack || signed.some(({ hash }) => this.#left.has(hash)))
        await this.#tell(signed.map(({ hash }) => hash));
      if (isBack) this.#lost += 1;
    } else {
      if (isBack) this.#resent += 1;
      if (this.#options.confirmations > 1) {
        this.#shallow.set(mined.hash, { signed, mined });
        this.#forget(signed);
        // Nobody waits for that; what is not let go now is so with the next ones.
        if (this.#shallow.size >= this.#letGo) void this.#letGoDeep().catch(() => undefined);
        return;
      }
    }
    this.#forget(signed);
    await this.#options.journal.settled(signed);
  }

  async takenBack(from: Address, count: number): Promise<readonly OneNonce[]> {
    const above = [...this.#shallow].filter(([, { signed }]) => signed.some(({ nonce }) => nonce >= count));
    const blocks = new Map(above.map(([, { mined }]) => [mined.blockHash, mined]));
    const replaced = new Set<Hash>();
    for (const [hash, mined] of blocks)
      if ((await standingOf(this.#options.client, mined)) === "replaced") replaced.add(hash);
    // All at once: what is taken back is open until whoever asks looks after it.
    return above.flatMap(([hash, known]): OneNonce[] => {
      const [first, ...others] = known.signed;
      if (first === undefined || !replaced.has(known.mined.blockHash)) return [];
      const isGone = readSigned(first).from === from && this.#takeBack(hash, known);
      return isGone ? [[first, ...others]] : [];
    });
  }

  /**
   * Waits for all that was mined, and before that for what was sent and nobody looks after.
   * @throws LedgerError `LEDGER_TRANSACTION_PENDING` where the chain stands still, or does not take again what it took back;
   * `LEDGER_INSUFFICIENT_FUNDS`; those of the RPC.
   */
  async confirmed({ senders = [], signal, onProgress }: ConfirmingOptions = {}): Promise<Confirmed> {
    const { client, timeoutMs = 300_000, pollMs = 200 } = this.#options;
    await unlessAborted(settleJournal(client, this, senders), signal);
    let total = this.#shallow.size;
    let [seen, movedAt] = [-1, Date.now()];
    for (let look = 0; this.#shallow.size > 0 && signal?.aborted !== true; look++) {
      const head = await this.#head();
      if (head > seen) [seen, movedAt] = [head, Date.now()];
      if (await this.#look(head, look % looksBetween === 0)) {
        await unlessAborted(settleJournal(client, this, senders), signal);
        movedAt = Date.now();
      }
      total = Math.max(total, this.#shallow.size);
      onProgress?.(total - this.#shallow.size, total);
      if (this.#shallow.size === 0) break;
      if (Date.now() - movedAt > timeoutMs) throw this.#standstill();
      await sleep(pollMs);
    }
    const outcome = { resent: this.#resent, lost: this.#lost };
    [this.#resent, this.#lost] = [0, 0];
    return outcome;
  }

  /**
   * Ends what is deep enough.
   * @param thorough Whether the last ones are looked at too.
   * @returns Whether something is open again.
   */
  async #look(head: number, thorough: boolean): Promise<boolean> {
    const inOrder = this.#inOrder();
    const last = inOrder.at(-1);
    if (thorough && last !== undefined && (await this.#state(last, head)) === "gone") {
      for (const hash of inOrder) await this.#endOrReopen(hash, head);
      return true;
    }
    let isOpen = false;
    for (const hash of inOrder) {
      const state = await this.#endOrReopen(hash, head);
      if (state === "above") break;
      if (state === "gone") isOpen = true;
    }
    return isOpen;
  }

  /** For whoever then sees to it that what is open again is looked after. */
  async #endOrReopen(hash: Hash, head: number): Promise<State> {
    const known = this.#shallow.get(hash);
    const state = await this.#state(hash, head);
    if (state === "gone" && known !== undefined) this.#takeBack(hash, known);
    return state;
  }

  /** By their blocks: where one is not deep enough, those after it are not either. */
  #inOrder(): readonly Hash[] {
    return [...this.#shallow]
      .sort(([, one], [, other]) => one.mined.block - other.mined.block)
      .map(([hash]) => hash);
  }

  /** Ends it where it is deep enough. */
  async #state(hash: Hash, head: number): Promise<State> {
    const { confirmations, journal } = this.#options;
    const known = this.#shallow.get(hash);
    if (known === undefined) return "deep";
    const { signed } = known;
    const mined = await this.#whereabouts(hash, known);
    // Somebody else has seen to it meanwhile.
    if (this.#shallow.get(hash) !== known) return "deep";
    if (mined === "gone") return "gone";
    if (mined === "unknown") return "above";
    if (head - mined.block + 1 < confirmations) {
      this.#shallow.set(hash, { signed, mined });
      return "above";
    }
    if (!mined.succeeded) {
      // On another chain than the one on which it took place.
      this.#takeBack(hash, known);
      await this.settled(signed, mined);
    } else {
      this.#shallow.delete(hash);
      await journal.settled(signed);
    }
    return "deep";
  }

  /** Where it is mined now. `unknown`: whoever answers has not come so far as to know. */
  async #whereabouts(hash: Hash, { signed, mined }: Shallow): Promise<MinedTransaction | "gone" | "unknown"> {
    const { client } = this.#options;
    const receipt = await minedAmong(client, hash, signed);
    if (receipt !== null) return receipt;
    const standing = await standingOf(client, mined);
    if (standing === "there") return mined;
    return standing === "replaced" ? "gone" : "unknown";
  }

  /** What is gone stays: who sends next from its account takes it back, else who waits for all. */
  async #letGoDeep(): Promise<void> {
    if (this.#isLettingGo) return;
    this.#isLettingGo = true;
    try {
      const { confirmations } = this.#options;
      const head = await this.#head();
      for (const [hash, { mined }] of [...this.#shallow])
        if (head - mined.block + 1 >= confirmations) await this.#state(hash, head);
    } finally {
      this.#letGo = this.#shallow.size + heldAtMost;
      this.#isLettingGo = false;
    }
  }

  #tell(hashes: readonly Hash[]): Promise<void> {
    const told = this.#told.then(() => this.#onLost(hashes));
    this.#told = told.catch(() => undefined);
    return told;
  }

  /** @returns False where somebody else has seen to it meanwhile. */
  #takeBack(hash: Hash, known: Shallow): boolean {
    if (this.#shallow.get(hash) !== known) return false;
    this.#shallow.delete(hash);
    for (const one of known.signed) this.#takenBack.add(one.hash);
    return true;
  }

  #forget(signed: readonly SignedTransaction[]): void {
    for (const { hash } of signed) {
      this.#left.delete(hash);
      this.#takenBack.delete(hash);
    }
  }

  #head(): Promise<number> {
    return this.#options.client.rpc("eth_blockNumber", [], quantitySchema);
  }

  #standstill(): LedgerError {
    const { confirmations } = this.#options;
    return new LedgerError(
      "LEDGER_TRANSACTION_PENDING",
      `The chain stands still: ${this.#shallow.size} transactions lie under fewer than ${confirmations} blocks.`,
      {
        hint: "They took place, unless the chain is replaced. Run the same again once it goes on, or wait for fewer blocks: --confirmations 1",
        details: { transactions: this.#shallow.size, confirmations },
      },
    );
  }
}

/** The receipt of the one that was mined when it was last looked at, else of any other with its nonce. */
async function minedAmong(
  client: Rpc,
  hash: Hash,
  signed: readonly SignedTransaction[],
): Promise<MinedTransaction | null> {
  const receipt = await readReceipt(client, hash);
  if (receipt !== null) return receipt;
  for (const one of signed) {
    const other = one.hash === hash ? null : await readReceipt(client, one.hash);
    if (other !== null) return other;
  }
  return null;
}
