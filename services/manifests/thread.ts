/** The keeper of manifests in a thread of its own: to index a million members takes a while, and readers must not wait. */
import { Worker } from "node:worker_threads";
import { letGoWithEnd } from "../store/holders.js";

export interface KeeperOptions {
  /** Folder of the index's store. */
  readonly store: string;
  /** Folder of the manifests. */
  readonly location: string;
  /** Largest manifest that is kept, in bytes. */
  readonly maxBytes: number;
  /** Public addresses of resolvers that are asked for manifests. */
  readonly peers: readonly string[];
}

export interface Keeper {
  /** Ends the thread after the part under way; safe to call twice. */
  stop(): Promise<void>;
}

/** What went wrong in the thread. */
export interface KeeperFault {
  readonly code: string;
  readonly message: string;
}

/** @param failed Told what goes wrong, also where the thread dies. */
export function startKeeper(options: KeeperOptions, failed: (fault: KeeperFault) => void): Keeper {
  const worker = new Worker(new URL("./keeper.worker.js", import.meta.url), {
    workerData: options,
    name: "manifests",
  });
  letGoWithEnd(worker);
  const ended = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
  worker.on("message", failed);
  worker.on("error", ({ message }) => failed({ code: "UNEXPECTED", message }));
  return {
    async stop() {
      worker.postMessage("stop");
      await ended;
    },
  };
}
