/** Chooses how many blocks to ask for at once. */

const maxBlocks = 100_000;
/** What one range may bring: two are held in memory, one that is applied and written, and the bytes of the next. */
const targetBytes = 4 * 1024 * 1024;
const targetEvents = 2_000;
/** Times as much as it may bring, from which on a range is in memory alone: blocks may be as full as they like. */
const overfull = 1.25;
/** Blocks that are not final come in small ranges, so that an undo goes back little. */
const maxProvisionalBlocks = 64;
/** After so many ranges that went well, a limit that the node once set is tried anew. */
const forgiveAfter = 50;

export interface RangeSizer {
  /** Last block of the range that starts at `from`: final blocks and others are never in one range. */
  end(from: number, finalized: number, head: number): number;
  /** A range of `blocks` blocks came in. */
  fetched(blocks: number, bytes: number, events: number): void;
  /** Whether so much is to be written before more is fetched. */
  isOverfull(bytes: number, events: number): boolean;
  /** The node could not serve a range of `blocks` blocks. */
  refused(blocks: number): void;
}

/**
 * @param first Blocks of the first range. Nothing is known of it: where all logs of a ledger are asked for, each block may be full of them.
 * Up to twice as many follow each time.
 */
export function rangeSizer(first = 1): RangeSizer {
  let size = first;
  let ceiling = maxBlocks;
  let successes = 0;

  return {
    end(from, finalized, head) {
      const last = from + size - 1;
      return from <= finalized
        ? Math.min(last, finalized, head)
        : Math.min(last, from + maxProvisionalBlocks - 1, head);
    },
    fetched(blocks, bytes, events) {
      successes += 1;
      if (successes % forgiveAfter === 0) ceiling = Math.min(ceiling * 2, maxBlocks);
      const fill = fillOf(bytes, events);
      // A range that is cut short by the head says little: it must not make the next one larger than was tried.
      const fitting = fill === 0 ? Number.POSITIVE_INFINITY : Math.floor(blocks / fill);
      size = Math.max(1, Math.min(fitting, Math.max(size, blocks * 2), ceiling));
    },
    isOverfull: (bytes, events) => fillOf(bytes, events) > overfull,
    refused(blocks) {
      successes = 0;
      ceiling = Math.max(1, Math.floor(blocks / 2));
      size = Math.min(size, ceiling);
    },
  };
}

const fillOf = (bytes: number, events: number): number =>
  Math.max(bytes / targetBytes, events / targetEvents);
