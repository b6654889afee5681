/** Entry of the follower's thread. */
import { parentPort, workerData } from "node:worker_threads";
import { openStore } from "../store/store.js";
import { follow } from "./follow.js";
import { standBack } from "./priority.js";
import { describe, startingStatus } from "./progress.js";
import type { FollowerStatus } from "./status.js";
import type { FollowerOptions } from "./thread.js";

const port = parentPort;
if (port === null) throw new Error("This is the entry of a worker thread, not a program.");
const options: FollowerOptions = workerData;
const stopping = new AbortController();
port.on("message", () => stopping.abort());
standBack();

let status = startingStatus;
const tell = (next: FollowerStatus): void => {
  status = next;
  port.postMessage(next);
};

try {
  const store = await openStore(options.location, { createIfMissing: true });
  try {
    await follow({ ...options, store, signal: stopping.signal, onStatus: tell });
  } finally {
    await store.close();
  }
} catch (raised) {
  if (status.state !== "failed") tell({ ...status, state: "failed", error: describe(raised) });
} finally {
  // Nothing else keeps the thread alive.
  port.close();
}
