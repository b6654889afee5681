/** Looks after the manifests of all lists on the ledger: fetches those that are missing, and indexes those that are held. */
import { setTimeout as sleep } from "node:timers/promises";
import type { BatchRegistryPlace } from "../ledger/merkle/proof.js";
import type { BatchId, Digest } from "../store/model.js";
import type { Store } from "../store/store.js";
import { ManifestError } from "./errors.js";
import type { ManifestFolder } from "./folder.js";
import { indexBatch, type ListBatch } from "./indexing.js";
import { fetchFromPeers } from "./peers.js";

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
/** How long a manifest that no peer had is not asked for again: at first, and at most. */
const firstRetryMs = 2_000;
const lastRetryMs = 300_000;

interface Absence {
  readonly next: number;
  readonly wait: number;
}

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
  readonly #absent = new Map<Digest, Absence>();
  #seen = -1;

  constructor(options: KeepOptions) {
    this.#options = options;
  }

  async round(): Promise<void> {
    const place = await this.#look();
    if (place === null) return;
    for (const batch of this.#open.values()) {
      if (this.#options.signal.aborted) return;
      await this.#attend(batch, place);
    }
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
    const { manifests, signal } = this.#options;
    if (!(await this.#holds(batch.manifest))) return;
    try {
      await indexBatch(manifests.index, place, batch, manifests.files.path(batch.manifest), signal);
    } catch (error) {
      if (!(error instanceof ManifestError)) throw error;
      this.#options.onError(error);
    }
    this.#open.delete(batch.id);
  }

  async #holds(digest: Digest): Promise<boolean> {
    const { manifests, peers, signal } = this.#options;
    if ((await manifests.files.size(digest)) !== null) return true;
    if (peers.length === 0) return false;
    const absence = this.#absent.get(digest);
    if (absence !== undefined && Date.now() < absence.next) return false;
    const held = await fetchFromPeers(manifests.files, peers, digest, signal);
    if (held) this.#absent.delete(digest);
    else this.#absent.set(digest, absentAgain(absence));
    return held;
  }
}

function absentAgain(before: Absence | undefined): Absence {
  const wait = before === undefined ? firstRetryMs : Math.min(before.wait * 2, lastRetryMs);
  return { next: Date.now() + wait, wait };
}
