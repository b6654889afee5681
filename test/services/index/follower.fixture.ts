/** A follower in this process, watched through its status. */
import { onTestFinished } from "vitest";
import { type FollowOptions, follow } from "../../../services/index/follow.js";
import type { FollowerStatus } from "../../../services/index/status.js";
import type { Store } from "../../../services/store/store.js";
import { openStore } from "../../../services/store/store.js";
import { temporaryStore } from "../store/temporary.fixture.js";

export interface Watched {
  /** The first status from now on, or the present one, for which `wanted` holds. */
  until(wanted: (status: FollowerStatus) => boolean): Promise<FollowerStatus>;
  stop(): Promise<void>;
}

/** Starts a follower that polls fast; it ends with the test. */
export function watchFollower(
  options: Pick<FollowOptions, "rpcUrl" | "deployment" | "store"> & Partial<FollowOptions>,
): Watched {
  const controller = new AbortController();
  const waiters = new Set<(status: FollowerStatus) => void>();
  let status: FollowerStatus | null = null;
  const running = follow({
    finality: { kind: "depth", blocks: 8 },
    pollInterval: 5,
    ...options,
    signal: controller.signal,
    onStatus(next) {
      status = next;
      for (const waiter of waiters) waiter(next);
    },
  });
  // A failure belongs to whoever waits for a status; where nobody does, to the end of the test.
  let known = false;
  const ended = running.then(
    () => null,
    (reason: unknown) => ({ reason }),
  );
  const stop = async (): Promise<void> => {
    controller.abort();
    const failure = await ended;
    if (failure !== null && !known) throw failure.reason;
  };
  onTestFinished(stop);
  return {
    stop,
    until: (wanted) =>
      new Promise((resolve, reject) => {
        const look = (next: FollowerStatus): void => {
          if (next.state === "failed") known = true;
          if (!wanted(next)) return;
          waiters.delete(look);
          resolve(next);
        };
        waiters.add(look);
        if (status !== null) look(status);
        running.then(
          () => {
            if (waiters.delete(look)) reject(new Error("The follower has ended."));
          },
          (reason: unknown) => {
            if (!waiters.delete(look)) return;
            known = true;
            reject(reason);
          },
        );
      }),
  };
}

/** Whether the index has block `head` or a later one. */
export const reached =
  (head: number) =>
  ({ state, checkpoint }: FollowerStatus): boolean =>
    state === "following" && checkpoint !== null && checkpoint.number >= head;

export const failed = ({ state }: FollowerStatus): boolean => state === "failed";
export const waiting = ({ state }: FollowerStatus): boolean => state === "waiting";

/** A store that has followed the chain from scratch up to `head`. */
export async function rebuilt(
  options: Pick<FollowOptions, "rpcUrl" | "deployment"> & Partial<FollowOptions>,
  head: number,
): Promise<Store> {
  const store = await temporaryStore();
  const follower = watchFollower({ ...options, store });
  await follower.until(reached(head));
  await follower.stop();
  return store;
}

/** Runs `use` on the store in `location`, which must not be open. */
export async function withStore<T>(location: string, use: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(location, { createIfMissing: true });
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}
