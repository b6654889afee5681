/** Looks after the manifests of all lists on the ledger: fetches those that are missing, and indexes those that are held. */
import { setTimeout as sleep } from "node:timers/promises";
import { isDiskFull } from "../errors/diskFull.js";
import type { BatchRegistryPlace } from "../ledger/merkle/proof.js";
import type { BatchId, Digest } from "../store/model.js";
import type { Store } from "../store/store.js";
import { ManifestError } from "./errors.js";
import type { ManifestFolder } from "./folder.js";
import { indexBatch, type PlacedList } from "./indexing.js";
import { OpenLists } from "./openLists.js";
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
/** The folder's time does not tell changes apart that follow each other at once: it is looked into for so long after one, and so often anyway. */
const settleMs = 1_000;
const patienceMs = 10_000;
/** How often it is tried at least whether there is room again. */
const roomMs = 15_000;
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
  readonly #lists: OpenLists;
  /** Manifests that no peer had. */
  readonly #absent = new Retries<Digest>();
  /** Lists that could not be read or written down. */
  readonly #failed = new Retries<BatchId>();
  /** Lists for which there was no room: they go on soon after there is. */
  readonly #withoutRoom = new Retries<BatchId>(roomMs);
  readonly #crowdedOut = new Set<BatchId>();
  /** When the folder of manifests changed, in milliseconds since 1970. */
  #changed = 0;
  /** When each file was looked for, and it was seen to uploads, by a clock that nobody sets. */
  #looked = Number.NEGATIVE_INFINITY;
  #swept = Number.NEGATIVE_INFINITY;

  constructor(options: KeepOptions) {
    this.#options = options;
    this.#lists = new OpenLists(options.manifests.index);
  }

  async round(): Promise<void> {
    await this.#sweep();
    const place = await this.#options.store.readAsync((view) => this.#lists.look(view));
    if (place === null) return;
    const mayBeHeld = await this.#mayBeHeld();
    for (const list of this.#lists.all()) {
      if (this.#options.signal.aborted) return;
      // What is new may have been held before.
      const look = this.#lists.isNew(list) || mayBeHeld;
      if (this.#isDue(list) && (look || this.#mayBeFetched(list))) await this.#attend(list, place, look);
    }
  }

  #isDue({ batch }: PlacedList): boolean {
    return this.#failed.isDue(batch.id) && this.#withoutRoom.isDue(batch.id);
  }

  /** Whether files may be there that were not: there may be many lists that somebody has issued and never brings. */
  async #mayBeHeld(): Promise<boolean> {
    const changed = await this.#options.manifests.files.changed();
    const isQuiet = changed === this.#changed && Date.now() - changed > settleMs;
    this.#changed = changed;
    const now = performance.now();
    if (isQuiet && now - this.#looked < patienceMs) return false;
    this.#looked = now;
    return true;
  }

  #mayBeFetched({ batch }: PlacedList): boolean {
    return this.#options.peers.length > 0 && this.#absent.isDue(batch.manifest);
  }

  async #sweep(): Promise<void> {
    const now = performance.now();
    if (now - this.#swept < sweepMs) return;
    this.#swept = now;
    await this.#options.manifests.files.removeStale();
  }

  async #attend(list: PlacedList, place: BatchRegistryPlace, look: boolean): Promise<void> {
    const { manifests, signal, onError } = this.#options;
    const { batch } = list;
    try {
      const isHeld = await this.#holds(list, look);
      this.#lists.attended(list);
      if (!isHeld) return;
      await indexBatch(manifests.index, place, list, manifests.files.path(batch.manifest), signal);
      this.#lists.close(list);
      this.#withoutRoom.forget(batch.id);
      this.#crowdedOut.delete(batch.id);
    } catch (error) {
      if (signal.aborted) throw error;
      if (isDiskFull(error)) {
        this.#withoutRoom.failed(batch.id);
        // There may be many of them: the first is told.
        if (![...this.#crowdedOut].some((id) => this.#lists.has(id))) onError(error);
        this.#crowdedOut.add(batch.id);
        return;
      }
      onError(error);
      // A list that is another one stays so; what else went wrong may pass, and keeps no other list waiting.
      if (error instanceof ManifestError) this.#lists.close(list);
      else this.#failed.failed(batch.id);
    }
  }

  async #holds(list: PlacedList, look: boolean): Promise<boolean> {
    const { manifests, peers, signal } = this.#options;
    const digest = list.batch.manifest;
    if (look && (await manifests.files.size(digest)) !== null) return true;
    if (!this.#mayBeFetched(list)) return false;
    const fetched = await fetchFromPeers(manifests.files, peers, digest, signal);
    if (fetched === "held") this.#absent.forget(digest);
    else if (fetched === "begun") this.#absent.wentOn(digest);
    else this.#absent.failed(digest);
    return fetched === "held";
  }
}
