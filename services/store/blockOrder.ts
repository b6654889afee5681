import type { Database, Snapshot } from "./database.js";
import { tables } from "./keys.js";
import { knownBlock } from "./knownBlocks.js";
import type { KnownBlock } from "./model.js";
import type { BlockPlace } from "./places.js";
import { decodeValue, Remembered } from "./values.js";
import type { BlockInForce } from "./view.js";

/** Places that are remembered: those where each search begins. */
const rememberedPlaces = 1_000;

/**
 * The known blocks of one snapshot in their order, searched by halving their ordinals. A block's time is never before that of the block
 * below it (Ethereum's execution specification, validity of a header; chains with several blocks a second let them be the same).
 */
export class BlockOrder {
  readonly #database: Database;
  readonly #snapshot: Snapshot;
  readonly #places = new Remembered<BlockPlace, number>(rememberedPlaces);
  #count: number | null = null;

  constructor(database: Database, snapshot: Snapshot) {
    this.#database = database;
    this.#snapshot = snapshot;
  }

  /** The last block up to a number; null where none is known. */
  upTo(number: number): KnownBlock | null {
    const same = knownBlock(this.#database, number, this.#snapshot);
    return same ?? this.#blockOf(this.#firstBeyond((place) => place.number > number) - 1);
  }

  /** The block that was the last one at the end of a second, Unix time; null where none is known. */
  at(second: number): BlockInForce | null {
    const beyond = this.#firstBeyond(({ time }) => time > second);
    const block = this.#blockOf(beyond - 1);
    return block && { block, until: this.#placeOf(beyond)?.number ?? null };
  }

  /** Ordinal of the first block that is beyond what is sought; their number where none is. */
  #firstBeyond(isBeyond: (place: BlockPlace) => boolean): number {
    let low = 0;
    let high = this.#known();
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const place = this.#placeOf(middle);
      if (place !== null && isBeyond(place)) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #known(): number {
    const { knownBlocks } = tables;
    this.#count ??= decodeValue(knownBlocks, this.#database.getText(knownBlocks.key(), this.#snapshot)) ?? 0;
    return this.#count;
  }

  /** null for an ordinal that no block has. */
  #placeOf(ordinal: number): BlockPlace | null {
    if (ordinal < 0 || ordinal >= this.#known()) return null;
    const known = this.#places.of(ordinal);
    if (known !== undefined) return known;
    const { blockOfOrdinal } = tables;
    const text = this.#database.getText(blockOfOrdinal.key(ordinal), this.#snapshot);
    const place = decodeValue(blockOfOrdinal, text);
    if (place !== null) this.#places.keep(ordinal, place);
    return place;
  }

  #blockOf(ordinal: number): KnownBlock | null {
    const place = this.#placeOf(ordinal);
    return place && knownBlock(this.#database, place.number, this.#snapshot);
  }
}
