/**
 * The lists on the ledger that are not indexed. All of them are read once; after that what has come on the ledger since is, as there may
 * be many lists, and most of them stay as they are from block to block.
 */
import type { BatchRegistryPlace } from "../ledger/merkle/proof.js";
import { type EventPosition, positionOf } from "../store/events.js";
import type { BatchEntity, BatchId } from "../store/model.js";
import type { StoreView } from "../store/view.js";
import type { PlacedList } from "./indexing.js";
import type { MemberIndex } from "./members.js";

const pageSize = 1_000;
/** Event by which a list comes on the ledger. */
const issued = "MerkleBatchIssued";
/** Where to read takes a while, as when the index is being built, it rests so many times as long before it reads again. */
const restShare = 10;

export class OpenLists {
  readonly #index: MemberIndex;
  readonly #open = new Map<BatchId, PlacedList>();
  readonly #new = new Set<BatchId>();
  /** Up to which event lists were read; null before the first, undefined where they were not read yet. */
  #upTo: EventPosition | null | undefined;
  /** Lists that were read the last time that all were. */
  #count = 0;
  #nextLook = 0;

  constructor(index: MemberIndex) {
    this.#index = index;
  }

  /** Reads what has come. @returns Where lists live; null while the store is empty. */
  async look(view: StoreView): Promise<BatchRegistryPlace | null> {
    const [checkpoint, fingerprint] = [view.checkpoint(), view.fingerprint()];
    if (checkpoint === null || fingerprint === null) return null;
    // Nobody sets this clock: it goes on where the system's is put back.
    const began = performance.now();
    if (began >= this.#nextLook) {
      if (!(await this.#readNew(view))) await this.#readAll(view, checkpoint.number);
      const ended = performance.now();
      this.#nextLook = ended + restShare * (ended - began);
    }
    return { chainId: fingerprint.chainId, registry: fingerprint.contracts.batches };
  }

  all(): Iterable<PlacedList> {
    return this.#open.values();
  }

  has(id: BatchId): boolean {
    return this.#open.has(id);
  }

  /** Whether nobody has looked yet for its manifest. */
  isNew({ batch }: PlacedList): boolean {
    return this.#new.has(batch.id);
  }

  attended({ batch }: PlacedList): void {
    this.#new.delete(batch.id);
  }

  close({ batch }: PlacedList): void {
    this.#new.delete(batch.id);
    this.#open.delete(batch.id);
  }

  /** @returns false where that tells too little: at the start, after a reorganisation, and where more has come than there are lists. */
  async #readNew(view: StoreView): Promise<boolean> {
    if (this.#upTo === undefined) return false;
    if (this.#upTo !== null && !view.events.stands(this.#upTo)) return false;
    for (let read = 0; read <= this.#count; read += pageSize) {
      const events = await view.events.after(this.#upTo, pageSize);
      for (const { event, things } of events) {
        if (event !== issued) continue;
        for (const { kind, id } of things) if (kind === "batch") this.#add(view, view.batch(id));
      }
      const last = events.at(-1);
      if (last !== undefined) this.#upTo = positionOf(last);
      if (events.length < pageSize) return true;
    }
    return false;
  }

  async #readAll(view: StoreView, head: number): Promise<void> {
    this.#open.clear();
    this.#new.clear();
    this.#count = 0;
    for (let after: string | null = ""; after !== null; ) {
      const page: Awaited<ReturnType<typeof view.lists>> = await view.lists({
        limit: pageSize,
        ...(after !== "" && { after }),
      });
      for (const batch of page.items) this.#add(view, batch);
      this.#count += page.items.length;
      after = page.next;
    }
    this.#upTo = await view.events.last(head);
  }

  #add(view: StoreView, batch: BatchEntity | null): void {
    if (batch?.kind !== "merkle") return;
    const state = this.#index.batch(batch.id)?.state;
    if (state === "indexed" || state === "refused") return;
    const prefix = view.namespace(batch.namespace)?.prefix ?? "";
    this.#open.set(batch.id, { batch, prefix });
    this.#new.add(batch.id);
  }
}
