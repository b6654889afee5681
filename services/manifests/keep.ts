/** Looks after the manifests of all lists on the ledger: fetches those that are missing, and indexes those that are held. */
import { setTimeout as sleep } from "node:timers/promises";
import type { BatchRegistryPlace } from "../ledger/merkle/proof.js";
import type { BatchId, Digest, Hash } from "../store/model.js";
import type { Store } from "../store/store.js";
import { ManifestError } from "./errors.js";
import type { ManifestFolder } from "./folder.js";
import { indexBatch, type PlacedList } from "./indexing.js";
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
/** Where there are so many lists that to read them takes a while, it rests so many times as long before it reads them again. */
const restShare = 10;
/** The folder's time does not tell changes apart that follow each other at once: it is looked into for so long after one, and so often anyway. */
const settleMs = 1_000;
const patienceMs = 10_000;
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
  readonly #open = new Map<BatchId, PlacedList>();
  /** Manifests that no peer had. */
  readonly #absent = new Retries<Digest>();
  /** Lists that could not be read or written down. */
  readonly #failed = new Retries<BatchId>();
  /** Block up to which the lists were read. */
  #seen: Hash | null = null;
  #nextLook = 0;
  /** When the folder of manifests changed, and when each file was looked for, in milliseconds since 1970. */
  #changed = 0;
  #looked = 0;
  #swept = 0;

  constructor(options: KeepOptions) {
    this.#options = options;
  }

  async round(): Promise<void> {
    await this.#sweep();
    const place = await this.#look();
    if (place === null) return;
    const mayBeHeld = await this.#mayBeHeld();
    for (const list of this.#open.values()) {
      if (this.#options.signal.aborted) return;
      if (this.#failed.isDue(list.batch.id)) await this.#attend(list, place, mayBeHeld);
    }
  }

  /** Whether files may be there that were not: there may be many lists that somebody has issued and never brings. */
  async #mayBeHeld(): Promise<boolean> {
    const [changed, now] = [await this.#options.manifests.files.changed(), Date.now()];
    const isQuiet = changed === this.#changed && now - changed > settleMs;
    this.#changed = changed;
    if (isQuiet && now - this.#looked < patienceMs) return false;
    this.#looked = now;
    return true;
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
      if (checkpoint.hash === this.#seen || Date.now() < this.#nextLook) return place;
      const began = Date.now();
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
          if (batch.kind !== "merkle" || state === "indexed" || state === "refused") continue;
          const prefix = view.namespace(batch.namespace)?.prefix ?? "";
          this.#open.set(batch.id, { batch, prefix });
        }
        after = page.next;
      }
      this.#seen = checkpoint.hash;
      this.#nextLook = Date.now() + restShare * (Date.now() - began);
      // Those of new lists may have been there before.
      this.#looked = 0;
      return place;
    });
  }

  async #attend(list: PlacedList, place: BatchRegistryPlace, mayBeHeld: boolean): Promise<void> {
    const { manifests, signal, onError } = this.#options;
    const { batch } = list;
    try {
      if (!(await this.#holds(batch.manifest, mayBeHeld))) return;
      await indexBatch(manifests.index, place, list, manifests.files.path(batch.manifest), signal);
      this.#open.delete(batch.id);
    } catch (error) {
      if (signal.aborted) throw error;
      onError(error);
      // A list that is another one stays so; what else went wrong may pass, and keeps no other list waiting.
      if (error instanceof ManifestError) this.#open.delete(batch.id);
      else this.#failed.failed(batch.id);
    }
  }

  async #holds(digest: Digest, mayBeHeld: boolean): Promise<boolean> {
    const { manifests, peers, signal } = this.#options;
    if (mayBeHeld && (await manifests.files.size(digest)) !== null) return true;
    if (peers.length === 0 || !this.#absent.isDue(digest)) return false;
    const fetched = await fetchFromPeers(manifests.files, peers, digest, signal);
    if (fetched === "held") this.#absent.forget(digest);
    else if (fetched === "begun") this.#absent.wentOn(digest);
    else this.#absent.failed(digest);
    return fetched === "held";
  }
}
