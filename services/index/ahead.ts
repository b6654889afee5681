/** The range that is fetched while the one before it is written: at most one, so that memory holds two. */
import type { Hash } from "../store/model.js";
import type { BlockRange } from "./blocks.js";

/** null where the chain is not the one that the range was to follow. */
export type Fetched = BlockRange | "too large" | null;

/** The block that a range follows. */
interface Place {
  readonly hash: Hash;
}

export interface FetchedAhead {
  /** Keeps what will come, for the time when `previous` is written. */
  keep(previous: Place, range: Promise<Fetched>): void;
  /** Whether something was fetched for after this checkpoint, or is being. */
  isKeptFor(checkpoint: Place | null): boolean;
  /** What was fetched for after this checkpoint, if anything was; it is given out once, and nothing is kept after it. */
  take(checkpoint: Place | null): Promise<Fetched> | undefined;
  /** Forgets it: where something went wrong, its time is over. */
  drop(): void;
}

export function fetchedAhead(): FetchedAhead {
  let kept: { readonly previous: Place; readonly range: Promise<Fetched> } | undefined;
  const isKeptFor = (checkpoint: Place | null): boolean =>
    kept !== undefined && kept.previous.hash === checkpoint?.hash;
  return {
    isKeptFor,
    keep(previous, range) {
      // Who takes it learns of its failure; nobody has to.
      range.catch(() => undefined);
      kept = { previous, range };
    },
    take(checkpoint) {
      const taken = isKeptFor(checkpoint) ? kept?.range : undefined;
      kept = undefined;
      return taken;
    },
    drop() {
      kept = undefined;
    },
  };
}
