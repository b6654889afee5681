/** The bundles of one author as this process has read them: from round to round only what has come since. */
import type { LedgerProvider } from "../../ledger/chain/provider.js";
import type { Deployment } from "../../ledger/deployment/deployment.js";
import { quantitySchema } from "../../ledger/hex.js";
import { type LoggedBundle, readBundlesOf } from "../../ledger/reads/bundleLog.js";
import type { Address } from "../../store/model.js";

/** Blocks below the head that are read anew, as the chain may still replace them. */
const provisional = 64;

export class BundleLog {
  readonly #provider: LedgerProvider;
  readonly #deployment: Deployment;
  #author: Address | null = null;
  #bundles: readonly LoggedBundle[] = [];
  /** Blocks that are read and no longer change: from the first of them to the one before the other. */
  #read = { from: 0, next: 0 };

  constructor(provider: LedgerProvider, deployment: Deployment) {
    this.#provider = provider;
    this.#deployment = deployment;
  }

  /** @throws LedgerError */
  async of(author: Address, since: number): Promise<readonly LoggedBundle[]> {
    const from = Math.max(this.#deployment.block, since - provisional);
    const head = await this.#provider.client.rpc("eth_blockNumber", [], quantitySchema);
    const goesOn = author === this.#author && from >= this.#read.from && head >= this.#read.next;
    const before = goesOn ? this.#bundles : [];
    const first = goesOn ? this.#read.next : from;
    const come = await readBundlesOf(this.#provider, this.#deployment, author, { from: first, to: head });
    const next = Math.max(first, head + 1 - provisional);
    this.#author = author;
    this.#read = { from: goesOn ? this.#read.from : from, next };
    this.#bundles = [...before, ...come.filter(({ block }) => block < next)];
    return [...before, ...come];
  }
}
