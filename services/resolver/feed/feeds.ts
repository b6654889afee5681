/** The feeds that a thread has open: how many there may be, when there may be news, and their end. */
import { setMaxListeners } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import type { Store } from "../../store/store.js";

export interface FeedLimits {
  /** Feeds that are open at once. */
  readonly open: number;
  /** Milliseconds between two signs of life. */
  readonly heartbeat: number;
  /** Milliseconds that a reader has to take in what it was sent. */
  readonly patience: number;
}

export interface Feeds {
  readonly limits: FeedLimits;
  /** Takes a place, which is given back by the function; null where all are taken. */
  enter(): (() => void) | null;
  /** Settles once the index is at another checkpoint than `known`, after some time, or when the signal fires. */
  news(known: string | null, milliseconds: number, signal: AbortSignal): Promise<void>;
  /** Fires when feeds are to end. */
  readonly ending: AbortSignal;
  close(): void;
}

/** Milliseconds between two looks at the index, while any feed waits: one for all. */
const lookInterval = 200;

export const feedLimits: FeedLimits = { open: 256, heartbeat: 15_000, patience: 30_000 };

export function openFeeds(store: Store, limits: FeedLimits = feedLimits): Feeds {
  const end = new AbortController();
  setMaxListeners(0, end.signal);
  const waiting = new Set<{ readonly known: string | null; readonly tell: () => void }>();
  let open = 0;
  let looks: NodeJS.Timeout | null = null;

  const look = async (): Promise<void> => {
    const present = await checkpointOf(store);
    for (const one of waiting) if (one.known !== present) one.tell();
  };
  const watch = (): void => {
    // Where it cannot be read, as while it is opened anew after its disk was full, the next look may tell.
    if (waiting.size > 0)
      looks ??= setInterval(() => void look().catch(() => undefined), lookInterval).unref();
    else if (looks !== null) {
      clearInterval(looks);
      looks = null;
    }
  };

  return {
    limits,
    enter() {
      if (open >= limits.open) return null;
      open += 1;
      return () => {
        open -= 1;
      };
    },
    async news(known, milliseconds, signal) {
      const told = new AbortController();
      const one = { known, tell: () => told.abort() };
      waiting.add(one);
      watch();
      try {
        await wait(milliseconds, undefined, { signal: AbortSignal.any([told.signal, signal, end.signal]) });
      } catch {
        // There is news, or nobody wants any more.
      } finally {
        waiting.delete(one);
        watch();
      }
    },
    ending: end.signal,
    close() {
      end.abort();
    },
  };
}

/** What tells one state of the index from the next. @throws StoreError */
export function checkpointOf(store: Store): Promise<string | null> {
  return store.readAsync((view) => view.checkpoint()?.hash ?? null);
}
