/** The thread of the minimum by hand: started by `minimumThread.ts`. */
import { parentPort, workerData } from "node:worker_threads";
import { followByHand, type MinimumTask } from "./minimum.js";

const task: MinimumTask = workerData;
parentPort?.postMessage(await followByHand(task));
