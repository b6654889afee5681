/**
 * Brings a range's logs into the store: what they say, and how far the index is then. That goes step by step, each of whole blocks: what
 * a step makes is soon written, and little of it is in memory at once.
 */
import { setImmediate } from "node:timers/promises";
import type { ContractName } from "../ledger/deployment/deployment.js";
import type { Draft } from "../store/draft.js";
import { tables } from "../store/keys.js";
import type { Address, Checkpoint, KnownBlock } from "../store/model.js";
import type { Store } from "../store/store.js";
import { eventsOf, type LedgerLog, type PlacedLedgerEvent } from "./eventsOf.js";
import { project } from "./project.js";

/** Logs that are read together: after them what waits has a turn, and the next range comes in meanwhile. */
export interface LedgerPart {
  /** In the order of the chain. */
  readonly logs: readonly LedgerLog[];
  /** The blocks that they are of. */
  readonly blocks: Iterable<KnownBlock>;
}

/** A range that follows on what the store has. Final blocks and others are never in one. */
export interface RangeToWrite {
  readonly store: Pick<Store, "draft">;
  readonly contracts: ReadonlyMap<Address, ContractName>;
  readonly parts: AsyncIterable<LedgerPart> | Iterable<LedgerPart>;
  /** The range's last block. */
  readonly to: KnownBlock;
  /** The last block that is final. */
  readonly finalized: number;
  /** The chain's last block. */
  readonly head: number;
}

/** Is told of each step that was written: it stays, whatever becomes of the next. */
export type Wrote = (checkpoint: Checkpoint, events: number) => void;

/** Events from which on a step ends with its block. */
const eventsOfStep = 1_000;

/**
 * Writes a range, part by part.
 * @throws IndexError INDEX_INCONSISTENT, INDEX_BAD_ANSWER; LedgerError LEDGER_MALFORMED_LOG; StoreError; what reading a part throws.
 */
export async function writeRange(range: RangeToWrite, wrote: Wrote = () => undefined): Promise<void> {
  const steps = new Steps(range, wrote);
  try {
    for await (const part of range.parts) await steps.take(part);
    await steps.end();
  } catch (raised) {
    await steps.settle();
    throw raised;
  }
}

/** Events that are brought in together. */
interface Piece {
  readonly events: readonly PlacedLedgerEvent[];
  /** The block whose end is written after them; null where more comes first. */
  readonly upTo: KnownBlock | null;
}

/** A piece that waits for what it names in great numbers to be looked up, which goes on while the next one is read. */
interface WaitingPiece extends Piece {
  readonly lookedUp: Promise<unknown>;
}

class Steps {
  readonly #range: RangeToWrite;
  readonly #wrote: Wrote;
  /** Those that no step has written. */
  readonly #blocks = new Map<number, KnownBlock>();
  /** What was read and is no piece yet. */
  #read: readonly PlacedLedgerEvent[] = [];
  #waiting: WaitingPiece | null = null;
  #draft: Draft;
  /** Events in the draft. */
  #count = 0;
  #written: Promise<void> = Promise.resolve();

  constructor(range: RangeToWrite, wrote: Wrote) {
    this.#range = range;
    this.#wrote = wrote;
    this.#draft = range.store.draft();
  }

  async take({ logs, blocks }: LedgerPart): Promise<void> {
    for (const block of blocks) if (!this.#blocks.has(block.number)) this.#blocks.set(block.number, block);
    this.#read = [...this.#read, ...eventsOf(this.#range.contracts, this.#blocks, logs)];
    if (this.#read.length < eventsOfStep) return;
    const rest = beginningOfLastBlock(this.#read);
    const upTo = this.#blocks.get(this.#read[rest - 1]?.at.block ?? Number.NaN);
    if (upTo === undefined)
      return await this.#bringInNext({ events: this.#cut(this.#read.length), upTo: null });
    await this.#bringInNext({ events: this.#cut(rest), upTo });
  }

  /** Writes what is left, up to the range's last block. */
  async end(): Promise<void> {
    await this.#bringInNext({ events: this.#cut(this.#read.length), upTo: this.#range.to });
    await this.#bringInWaiting();
    await this.#written;
  }

  /** Waits for the write under way, whatever becomes of it: who goes on elsewhere has to know how far the store is. */
  async settle(): Promise<void> {
    await this.#written.catch(() => undefined);
  }

  /** The first of what was read. */
  #cut(count: number): readonly PlacedLedgerEvent[] {
    const events = this.#read.slice(0, count);
    this.#read = this.#read.slice(count);
    return events;
  }

  async #bringInNext(piece: Piece): Promise<void> {
    await this.#bringInWaiting();
    const lookedUp = this.#written.then(() => this.#lookUp(piece.events));
    // Where what comes before fails, nobody asks.
    lookedUp.catch(() => undefined);
    this.#waiting = { ...piece, lookedUp };
  }

  async #lookUp(events: readonly PlacedLedgerEvent[]): Promise<void> {
    const records = events.flatMap(({ event }) =>
      "record" in event && event.contract === "identifiers" ? [event.record] : [],
    );
    await this.#draft.foresee(tables.record, records);
  }

  async #bringInWaiting(): Promise<void> {
    if (this.#waiting === null) return;
    const { events, upTo, lookedUp } = this.#waiting;
    this.#waiting = null;
    // What waits has a turn too.
    await Promise.all([lookedUp, setImmediate()]);
    for (const { event, at } of events) project(this.#draft, event, at);
    this.#count += events.length;
    if (upTo === null) return;
    this.#written = this.#write(upTo);
    // Told by what comes next, or by `end`.
    this.#written.catch(() => undefined);
  }

  async #write({ number, hash, time }: KnownBlock): Promise<void> {
    const { store, finalized, head } = this.#range;
    const events = this.#count;
    const blocks = [...this.#blocks.values()].filter((block) => block.number <= number);
    for (const block of blocks) this.#blocks.delete(block.number);
    this.#count = 0;
    const checkpoint = { number, hash, time, finalized, head };
    // At the head a commit is made to last; in a backfill a power failure may cost steps, never their wholeness.
    await this.#draft.commit(checkpoint, { durable: number === head, shown: false, blocks });
    this.#draft = store.draft();
    this.#wrote(checkpoint, events);
  }
}

/** How many of the events are of blocks before the last one's. */
function beginningOfLastBlock(events: readonly PlacedLedgerEvent[]): number {
  const last = events.at(-1)?.at.block;
  return events.findLastIndex(({ at }) => at.block !== last) + 1;
}
