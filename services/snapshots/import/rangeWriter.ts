/** Gathers blocks into ranges, as the follower takes them, and writes these. */
import { contractsByAddress, type FollowedDeployment } from "../../index/deployment.js";
import type { LedgerLog } from "../../index/eventsOf.js";
import { type LedgerPart, writeRange } from "../../index/writeRange.js";
import type { KnownBlock } from "../../store/model.js";
import type { Store } from "../../store/store.js";
import type { ProvenBlock } from "../block/provenBlock.js";

export interface RangeWriterOptions {
  readonly store: Store;
  readonly deployment: FollowedDeployment;
  /** The last block that is final; blocks behind it can be undone. */
  readonly finalized: number;
  readonly head: number;
}

/** Logs that are brought in together. */
const logsAtOnce = 250;
/** What one range may hold: it is in memory until it is written. */
const maxEvents = 20_000;
const maxDataDigits = 16 * 1024 * 1024;
const maxBlocks = 100_000;
/** Blocks that are not final come in small ranges, so that an undo goes back little. */
const maxProvisionalBlocks = 64;

export class RangeWriter {
  readonly #options: RangeWriterOptions;
  readonly #contracts: ReturnType<typeof contractsByAddress>;
  #logs: LedgerLog[] = [];
  #blocks: KnownBlock[] = [];
  #count = 0;
  #digits = 0;
  #written = 0;

  constructor(options: RangeWriterOptions) {
    this.#options = options;
    this.#contracts = contractsByAddress(options.deployment);
  }

  /** Takes the next block. @throws what `writeRange` throws. */
  async add({ header: { number, hash, time }, logs }: ProvenBlock): Promise<void> {
    const block = { number, hash, time };
    this.#count += 1;
    if (logs.length > 0) this.#blocks.push(block);
    for (const log of logs) {
      this.#logs.push(log);
      this.#digits += log.data.length;
    }
    if (this.#isFull(number)) await this.end(block);
  }

  /** Writes what is held, up to the block that was taken last. */
  async end(to: KnownBlock): Promise<void> {
    if (this.#count === 0) return;
    const { store, finalized, head } = this.#options;
    const parts = [...partsOf(this.#logs, this.#blocks)];
    this.#logs = [];
    this.#blocks = [];
    this.#count = 0;
    this.#digits = 0;
    this.#written += 1;
    await writeRange({ store, contracts: this.#contracts, parts, to, finalized, head });
  }

  #isFull(number: number): boolean {
    const { finalized } = this.#options;
    // The first block comes alone: its hash is what the chain is known by after a reset.
    if (this.#written === 0 || number === finalized) return true;
    if (number > finalized && this.#count >= maxProvisionalBlocks) return true;
    return this.#count >= maxBlocks || this.#logs.length >= maxEvents || this.#digits >= maxDataDigits;
  }
}

function* partsOf(logs: readonly LedgerLog[], blocks: readonly KnownBlock[]): Generator<LedgerPart> {
  for (let from = 0; from < logs.length; from += logsAtOnce) {
    yield { logs: logs.slice(from, from + logsAtOnce), blocks: from === 0 ? blocks : [] };
  }
}
