/** Sends a deployment's transactions one by one through its journal. */
import { getCreateAddress } from "ethers";
import type { Address } from "../../store/model.js";
import type { Execution } from "../actions/call.js";
import type { LedgerProvider } from "../chain/provider.js";
import { LedgerError } from "../errors.js";
import { quantitySchema, toAddress, toHex } from "../hex.js";
import { broadcast } from "../transactions/broadcast.js";
import { estimate, gasLimitFor } from "../transactions/estimate.js";
import {
  failureOf,
  readReceipt,
  receiptOf,
  type TransactionReceipt,
  waitFor,
} from "../transactions/receipt.js";
import { currentFees, type LocalSigner, sign } from "../transactions/signed.js";
import { hasCode } from "./chain.js";
import type { Journal, JournalEntry } from "./journal.js";

export interface StepsOptions {
  readonly provider: LedgerProvider;
  readonly signer: LocalSigner;
  readonly deployer: Address;
  readonly journal: Journal;
  readonly onStep: (step: string) => void;
}

/** How far behind another node a node may be, in milliseconds. */
const lagMs = 2_000;

export class Steps {
  readonly #options: StepsOptions;
  /** Transactions that this run signed. */
  sent = 0;

  constructor(options: StepsOptions) {
    this.#options = options;
  }

  /** Creates a contract, or finds the one that an earlier run created. */
  async create(step: string, code: () => Promise<string>): Promise<{ address: Address; block: number }> {
    const execution = async (): Promise<Execution> => ({
      to: null,
      data: toHex(await code()),
      describe: `create ${step}`,
    });
    const { entry, receipt } = await this.#run(step, execution, true);
    const address = entry.creates;
    if (address === null || !(await hasCode(this.#options.provider.client, address))) {
      throw new LedgerError("LEDGER_DEPLOYMENT_MISSING", `Creating ${step} left no code behind.`, {
        hint: "See whether the node is synchronised, then run again.",
        details: { step, address },
      });
    }
    return { address, block: receipt.block };
  }

  /** Makes a call, or finds that an earlier run made it. */
  async call(step: string, execution: Execution): Promise<void> {
    await this.#run(step, () => Promise.resolve(execution), false);
  }

  async #run(
    step: string,
    execution: () => Promise<Execution>,
    creates: boolean,
  ): Promise<{ entry: JournalEntry; receipt: TransactionReceipt }> {
    const { journal, onStep } = this.#options;
    const earlier = journal.entry(step);
    if (earlier !== undefined) {
      const receipt = await this.#finish(earlier, execution);
      if (receipt !== null) return { entry: earlier, receipt };
      await journal.forget(step);
    }
    onStep(step);
    const entry = await this.#prepare(await execution(), creates);
    await journal.record(step, entry);
    this.sent += 1;
    const receipt = await this.#finish(entry, execution);
    if (receipt !== null) return { entry, receipt };
    await journal.forget(step);
    throw new LedgerError("LEDGER_TRANSACTION_REPLACED", `Another transaction took the place of "${step}".`, {
      hint: "Use the deployer's key for nothing else meanwhile, then run again.",
      details: { step },
    });
  }

  async #prepare(execution: Execution, creates: boolean): Promise<JournalEntry> {
    const { provider, signer, deployer } = this.#options;
    const { client, chainId } = provider;
    const gas = await estimate(client, deployer, execution);
    const [fees, nonce] = await Promise.all([
      currentFees(client),
      client.rpc("eth_getTransactionCount", [deployer, "pending"], quantitySchema),
    ]);
    const { to, data } = execution;
    const signed = await sign(signer, { ...fees, chainId, nonce, to, data, gasLimit: gasLimitFor(gas) });
    return { ...signed, creates: creates ? toAddress(getCreateAddress({ from: deployer, nonce })) : null };
  }

  /** Brings a transaction that is written down to its end; null if it can no longer take place. */
  async #finish(
    entry: JournalEntry,
    execution: () => Promise<Execution>,
  ): Promise<TransactionReceipt | null> {
    const { client } = this.#options.provider;
    if ((await readReceipt(client, entry.hash)) === null) {
      const taken = (await broadcast(client, entry)) === "nonce-taken";
      // A node that lags behind the one which mined it knows the nonce before the receipt: look twice.
      await waitFor(client, entry.hash, taken ? { timeoutMs: lagMs } : {}).catch((error: unknown) => {
        // What became of it is looked up below.
        const code = error instanceof LedgerError ? error.code : null;
        if (code === "LEDGER_TRANSACTION_FAILED" || (taken && code === "LEDGER_TRANSACTION_PENDING")) return;
        throw error;
      });
    }
    const mined = await readReceipt(client, entry.hash);
    if (mined === null) return null;
    const receipt = receiptOf(mined);
    if (mined.succeeded) return receipt;
    throw await failureOf(client, this.#options.deployer, await execution(), receipt);
  }
}
