/** Looks after the manifests of all lists on the ledger: fetches those that are missing, and indexes those that are held. */
import { setTimeout as sleep } from "node:timers/promises";
import type { BatchRegistryPlace } from "../ledger/merkle/proof.js";
import type { BatchId, Digest } from "../store/model.js";
import type { Store } from "../store/store.js";
import { ManifestError } from "./errors.js";
import type { ManifestFolder } from "./folder.js";
import { indexBatch, type ListBatch } from "./indexing.js";
import { fetchFromPeers } from "./peers.js";
import { Retries } from "./retries.js";

export interface KeepOptions {
  readonly store: Store;
  readonly manifests: ManifestFolder;
  /** Public addresses of resolvers that may have manifests. */
  readonly peers: readonly string[];
  readonly signal: AbortSignal;
  /** Told what goes wrong; the keeper goes on. */
  readonly onError: (error: unknown) => void;
}

const lookMs = 100;
const pageSize = 1_000;
/** How often it is seen to uploads that nothing comes to any more. */
const sweepMs = 3_600_000;

/** Runs until `signal` says to end. */
export async function keepManifests(options: KeepOptions): Promise<void> {
  const keeper = new Keeper(options);
  while (!options.signal.aborted) {
    try {
      await keeper.round();
    } catch (error) {
      if (!options.signal.aborted) options.onError(error);
    }
    await sleep(lookMs, undefined, { signal: options.signal }).catch(() => undefined);
  }
}

class Keeper {
  readonly #options: KeepOptions;
  /** Lists that are not indexed. */
  readonly #open = new Map<BatchId, ListBatch>();
  /** Manifests that no peer had. */
  readonly #absent = new Retries<Digest>();
  /** Lists that could not be read or written down. */
  readonly #failed = new Retries<BatchId>();
  #seen = -1;
  #swept = 0;

  constructor(options: KeepOptions) {
    this.#options = options;
  }

  async round(): Promise<void> {
    await this.#sweep();
    const place = await this.#look();
    if (place === null) return;
    for (const batch of this.#open.values()) {
      if (this.#options.signal.aborted) return;
      await this.#attend(batch, place);
    }
  }

  async #sweep(): Promise<void> {
    if (Date.now() - this.#swept < sweepMs) return;
    this.#swept = Date.now();
    await this.#options.manifests.files.removeStale();
  }

  /** Where lists live; null while the index is empty. Reads the lists anew where blocks have come in. */
  #look(): Promise<BatchRegistryPlace | null> {
    return this.#options.store.readAsync(async (view) => {
      const [checkpoint, fingerprint] = [view.checkpoint(), view.fingerprint()];
      if (checkpoint === null || fingerprint === null) return null;
      const place = { chainId: fingerprint.chainId, registry: fingerprint.contracts.batches };
      if (checkpoint.number === this.#seen) return place;
      const { index } = this.#options.manifests;
      this.#open.clear();
      let after: string | null = "";
      while (after !== null) {
        const page: Awaited<ReturnType<typeof view.lists>> = await view.lists({
          limit: pageSize,
          ...(after !== "" && { after }),
        });
        for (const batch of page.items) {
          const state = index.batch(batch.id)?.state;
          if (batch.kind === "merkle" && state !== "indexed" && state !== "refused")
            this.#open.set(batch.id, batch);
        }
        after = page.next;
      }
      this.#seen = checkpoint.number;
      return place;
    });
  }

  async #attend(batch: ListBatch, place: BatchRegistryPlace): Promise<void> {
    const { manifests, signal, onError } = this.#options;
    if (!this.#failed.isDue(batch.id)) return;
    try {
      if (!(await this.#holds(batch.manifest))) return;
      await indexBatch(manifests.index, place, batch, manifests.files.path(batch.manifest), signal);
      this.#open.delete(batch.id);
    } catch (error) {
      if (signal.aborted) throw error;
      onError(error);
      // A list that is another one stays so; what else went wrong may pass, and keeps no other list waiting.
      if (error instanceof ManifestError) this.#open.delete(batch.id);
      else this.#failed.failed(batch.id);
    }
  }

  async #holds(digest: Digest): Promise<boolean> {
    const { manifests, peers, signal } = this.#options;
    if ((await manifests.files.size(digest)) !== null) return true;
    if (peers.length === 0 || !this.#absent.isDue(digest)) return false;
    const fetched = await fetchFromPeers(manifests.files, peers, digest, signal);
    if (fetched === "held") this.#absent.forget(digest);
    else if (fetched === "begun") this.#absent.wentOn(digest);
    else this.#absent.failed(digest);
    return fetched === "held";
  }
}
