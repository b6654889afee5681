import { isDeepStrictEqual } from "node:util";
import { CadastreError } from "../errors/cadastreError.js";
import type { Checkpoint } from "../store/model.js";
import type { FollowerStatus } from "./status.js";

/** Keeps the follower's status and tells each change of it. */
export interface Progress {
  readonly status: FollowerStatus;
  update(change: Partial<Pick<FollowerStatus, "state" | "checkpoint" | "head" | "reason">>): void;
  /** A range was written. */
  wrote(checkpoint: Checkpoint, events: number): void;
  failed(raised: unknown): void;
}

export const startingStatus: FollowerStatus = {
  state: "starting",
  checkpoint: null,
  head: null,
  lag: null,
  eventsPerSecond: 0,
  reason: null,
  error: null,
};

/** Over how much time the rate is taken. */
const windowMilliseconds = 5_000;

export function trackProgress(tell: (status: FollowerStatus) => void): Progress {
  let status = startingStatus;
  let writes: { readonly at: number; readonly events: number }[] = [];

  const set = (change: Partial<FollowerStatus>): void => {
    const next = { ...status, ...change };
    const lag =
      next.checkpoint === null || next.head === null ? null : Math.max(next.head - next.checkpoint.number, 0);
    const before = status;
    status = { ...next, lag, eventsPerSecond: rate() };
    if (!isDeepStrictEqual(before, status)) tell(status);
  };

  const rate = (): number => {
    const now = performance.now();
    writes = writes.filter(({ at }) => now - at <= windowMilliseconds);
    const [first] = writes;
    if (first === undefined) return 0;
    const events = writes.reduce((sum, write) => sum + write.events, 0);
    return Math.round((events * 1_000) / Math.max(now - first.at, 1_000));
  };

  return {
    get status() {
      return status;
    },
    update: (change) => set({ reason: null, ...change }),
    wrote(checkpoint, events) {
      writes.push({ at: performance.now(), events });
      set({ checkpoint, reason: null });
    },
    failed: (raised) => set({ state: "failed", reason: null, error: describe(raised) }),
  };
}

export function describe(raised: unknown): NonNullable<FollowerStatus["error"]> {
  if (raised instanceof CadastreError) {
    return { code: raised.code, message: raised.message, hint: raised.hint ?? null };
  }
  const message = raised instanceof Error ? raised.message : String(raised);
  return { code: "INDEX_UNEXPECTED", message, hint: "This is a fault of the program: please report it." };
}
