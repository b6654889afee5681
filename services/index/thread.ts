/** The follower in a thread of its own, so that a backfill does not slow the readers. */
import { Worker } from "node:worker_threads";
// Node unloads a native library with the last thread that has it, and Level's has a thread of its own, which never ends: it would go on in
// memory that is gone. So this thread, which outlives the follower's, has it too.
import "level";
// Readers in this thread, and in others that it starts, are to see what the follower writes, and what it changes.
import "../store/demand.js";
import "../store/marks.js";
import "../store/revision.js";
import type { FollowOptions } from "./follow.js";
import { startingStatus } from "./progress.js";
import type { FollowerStatus } from "./status.js";

export type { FollowerStatus } from "./status.js";

export interface FollowerOptions
  extends Pick<FollowOptions, "rpcUrl" | "deployment" | "finality" | "pollInterval" | "wsUrl"> {
  /** Folder of the store; made where there is none. */
  readonly location: string;
}

export interface Follower {
  status(): FollowerStatus;
  /** Calls `listener` with every change of the status; returns what ends that. */
  onStatus(listener: (status: FollowerStatus) => void): () => void;
  /** Ends the thread after the range under way; safe to call twice. */
  stop(): Promise<void>;
}

/**
 * MiB for what has just been made. A range makes much that is soon done with: with what Node allows itself otherwise, memory is
 * twice as large, and no time is saved.
 */
const maxYoungGenerationSizeMb = 16;

/**
 * MiB for what stays, far more than one range takes. V8 first tidies up when a part of what it may have is full: with the gigabytes that it
 * allows itself on a large machine, garbage is more than half of what the process has.
 */
const maxOldGenerationSizeMb = 1_024;

/** Starts the thread. What goes wrong in it is told by the status; nothing is thrown. */
export function startFollower(options: FollowerOptions): Follower {
  const listeners = new Set<(status: FollowerStatus) => void>();
  let status = startingStatus;
  const change = (next: FollowerStatus): void => {
    status = next;
    for (const listener of listeners) listener(next);
  };

  const worker = new Worker(new URL("./follower.worker.js", import.meta.url), {
    workerData: options,
    name: "follower",
    resourceLimits: { maxYoungGenerationSizeMb, maxOldGenerationSizeMb },
  });
  const ended = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
  worker.on("message", change);
  worker.on("error", (raised) =>
    change({ ...status, state: "failed", reason: null, error: died(raised.message) }),
  );
  worker.once("exit", (code) => {
    if (status.state === "failed" || status.state === "stopped") return;
    change({ ...status, state: "failed", reason: null, error: died(`it ended with code ${code}`) });
  });

  return {
    status: () => status,
    onStatus(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async stop() {
      worker.postMessage("stop");
      await ended;
    },
  };
}

function died(why: string): NonNullable<FollowerStatus["error"]> {
  return {
    code: "INDEX_THREAD_DIED",
    message: `The follower's thread ended unexpectedly: ${why}.`,
    hint: "Start again: the index goes on from its last checkpoint. If it happens again, please report it.",
  };
}
