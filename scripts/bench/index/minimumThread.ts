/** The minimum by hand in a thread of its own, which compiles what it runs, as the follower's thread does. */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { z } from "zod";
import type { BusyChain } from "./chain.js";
import type { MinimumTask } from "./minimum.js";

/** Milliseconds from an empty store to the chain's head; the time it takes to start the thread is not in it. */
export async function timeMinimum(
  { rpcUrl, deployment, head }: BusyChain,
  location: string,
): Promise<number> {
  const task: MinimumTask = { rpcUrl, deployment, head, location };
  const worker = new Worker(new URL("./minimum.worker.js", import.meta.url), { workerData: task });
  const [took] = await once(worker, "message");
  return z.number().parse(took);
}
