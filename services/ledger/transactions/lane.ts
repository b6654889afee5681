/**
 * Gives out one account's nonces in order, and hands its transactions to the node one after the other. What came up while others were handed over
 * is signed and written down together, so that the disk is waited for once.
 */
import type { Hash } from "../../store/model.js";
import type { Call } from "../actions/call.js";
import type { LedgerProvider } from "../chain/provider.js";
import { quantitySchema } from "../hex.js";
import type { CurrentFees } from "./currentFees.js";
import { feesTooLow, handOver } from "./handOver.js";
import type { InFlight } from "./inFlight.js";
import type { TransactionLog } from "./journal.js";
import type { TransactionReceipt } from "./receipt.js";
import {
  type Fees,
  type LocalSigner,
  type SignableTransaction,
  type SignedTransaction,
  sign,
} from "./signed.js";

export interface LaneOptions {
  readonly provider: LedgerProvider;
  readonly signer: LocalSigner;
  readonly fees: CurrentFees;
  /** Looks after what the node has; its account is the signer's. */
  readonly inFlight: InFlight;
  readonly log: TransactionLog | undefined;
  readonly timeoutMs: number;
  readonly pollMs: number;
}

/** What the node has. The promise is boxed, so that nobody waits for the receipt who waits for this. */
interface Placed {
  readonly receipt: Promise<TransactionReceipt>;
}

interface Queued {
  readonly call: Call;
  readonly gasLimit: number;
  readonly resolve: (placed: Placed) => void;
  readonly reject: (error: unknown) => void;
}

interface Ready extends Queued {
  readonly transaction: SignableTransaction;
  readonly signed: SignedTransaction;
}

/** So many are signed before the first of them is handed over. */
const mostTogether = 16;

export class Lane {
  /** Transactions that the node has, or had. */
  sent = 0;
  readonly #options: LaneOptions;
  #queue: readonly Queued[] = [];
  #isAtWork = false;
  /** null: ask the chain. */
  #nonce: number | null = null;
  /** Of what is being handed over, and may be written down already. */
  #inHand: ReadonlySet<Hash> = new Set();

  constructor(options: LaneOptions) {
    this.#options = options;
  }

  /**
   * Signs with the next nonce and hands over.
   * @throws LedgerError after which it did not and will not take place.
   */
  place(call: Call, gasLimit: number): Promise<Placed> {
    return new Promise((resolve, reject) => {
      this.#queue = [...this.#queue, { call, gasLimit, resolve, reject }];
      if (!this.#isAtWork) void this.#work();
    });
  }

  /** Has the chain asked for the next nonce: another one may have used those that come next here. */
  forgetNonce(): void {
    this.#nonce = null;
  }

  /** Whether a transaction that is written down is on its way to the node: whoever placed it hears of it. */
  isHandingOver(hash: Hash): boolean {
    return this.#inHand.has(hash);
  }

  async #work(): Promise<void> {
    this.#isAtWork = true;
    while (this.#queue.length > 0) {
      const some = this.#queue.slice(0, mostTogether);
      this.#queue = this.#queue.slice(some.length);
      this.#queue = [...(await this.#placeAll(some)), ...this.#queue];
    }
    this.#isAtWork = false;
  }

  /** @returns Those that have to be signed anew, as one before them was not taken. */
  async #placeAll(some: readonly Queued[]): Promise<readonly Queued[]> {
    try {
      const fees = await this.#options.fees.now();
      const ready = await this.#ready(some, fees);
      for (const [position, one] of ready.entries()) {
        const isPlaced = await this.#handOver(one, fees, ready.slice(position));
        if (isPlaced === "placed") continue;
        return some.slice(isPlaced === "again" ? position : position + 1);
      }
    } catch (error) {
      // To whom it was told already what became of it, it is not told again.
      for (const { reject } of some) reject(error);
    } finally {
      this.#inHand = new Set();
    }
    return [];
  }

  /** Signed with the nonces that come next, and written down. */
  async #ready(some: readonly Queued[], fees: Fees): Promise<readonly Ready[]> {
    const { provider, signer, log } = this.#options;
    const { chainId } = provider;
    const first = this.#nonce ?? (await this.#chainNonce());
    const ready: Ready[] = [];
    for (const [position, queued] of some.entries()) {
      const { call, gasLimit } = queued;
      const nonce = first + position;
      const transaction = { ...fees, chainId, nonce, to: call.to, data: call.data, gasLimit };
      ready.push({ ...queued, transaction, signed: await sign(signer, transaction) });
    }
    this.#inHand = new Set(ready.map(({ signed }) => signed.hash));
    await log?.sending(ready.map(({ signed }) => signed));
    return ready;
  }

  /** @param rest It and those after it: unless it is placed, none of them will be as it was signed. */
  async #handOver(one: Ready, fees: Fees, rest: readonly Ready[]): Promise<"placed" | "again" | "refused"> {
    const { provider, log, inFlight, fees: known, ...waiting } = this.#options;
    const { call, transaction, signed, resolve, reject } = one;
    try {
      const outcome = await handOver(provider.client, signed, waiting);
      if (outcome === "accepted") {
        this.#nonce = signed.nonce + 1;
        this.sent += 1;
        resolve({ receipt: inFlight.add(transaction, signed, call) });
        return "placed";
      }
      await this.#settle(rest);
      if (outcome === "underpriced") {
        if (!(await known.haveRisen(fees))) throw feesTooLow(signed);
        return "again";
      }
      // Another process uses this key. Ask the chain; if it still gives the nonce that is taken, step over it.
      const asked = await this.#chainNonce();
      this.#nonce = asked > signed.nonce ? asked : signed.nonce + 1;
      return "again";
    } catch (error) {
      await this.#settle(rest);
      reject(error);
      return "refused";
    }
  }

  async #settle(rest: readonly Ready[]): Promise<void> {
    for (const { signed } of rest) await this.#options.log?.settled([signed], null);
  }

  async #chainNonce(): Promise<number> {
    const { provider, inFlight } = this.#options;
    const { address } = inFlight;
    const counted = await provider.client.rpc(
      "eth_getTransactionCount",
      [address, "pending"],
      quantitySchema,
    );
    return Math.max(counted, inFlight.nextNonce);
  }
}
