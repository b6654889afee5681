import { startFollower } from "../../../services/index/thread.js";
import type { BusyChain } from "./chain.js";

/**
 * Milliseconds in which the follower, in its own thread as it is shipped, brings an empty store to the chain's head. The
 * time it takes to start the thread is not in it.
 */
export function timeBackfill({ rpcUrl, deployment, head }: BusyChain, location: string): Promise<number> {
  const follower = startFollower({ rpcUrl, deployment, location, finality: { kind: "immediate" } });
  return new Promise<number>((resolve, reject) => {
    let start: number | null = null;
    follower.onStatus(({ state, checkpoint, head: seen, error }) => {
      if (seen !== null) start ??= performance.now();
      if (state === "failed") reject(new Error(`The follower failed: ${error?.message ?? "unknown reason"}`));
      if (start !== null && (checkpoint?.number ?? -1) >= head) resolve(performance.now() - start);
    });
  }).finally(() => follower.stop());
}
