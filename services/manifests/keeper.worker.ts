/** Entry of the thread that looks after manifests. */
import { parentPort, workerData } from "node:worker_threads";
import { CadastreError } from "../errors/cadastreError.js";
import { openStore } from "../store/store.js";
import { openManifests } from "./folder.js";
import { keepManifests } from "./keep.js";
import type { KeeperOptions } from "./thread.js";

const port = parentPort;
if (port === null) throw new Error("This is the entry of a worker thread, not a program.");
const options: KeeperOptions = workerData;
const stopping = new AbortController();
port.on("message", () => stopping.abort());

const tell = (error: unknown): void => {
  const { message } = error instanceof Error ? error : new Error(String(error));
  port.postMessage({ code: error instanceof CadastreError ? error.code : "UNEXPECTED", message });
};

try {
  const store = await openStore(options.store, { createIfMissing: true });
  const manifests = await openManifests(options.location, options.maxBytes);
  try {
    await keepManifests({ store, manifests, peers: options.peers, signal: stopping.signal, onError: tell });
  } finally {
    await manifests.close();
    await store.close();
  }
} catch (error) {
  tell(error);
} finally {
  // Nothing else keeps the thread alive.
  port.close();
}
