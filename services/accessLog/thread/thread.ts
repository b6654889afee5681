/** The log in a thread of its own: one chain of entries, however many threads answer, and no hashing in any that does. */
import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import type { Address } from "../../store/model.js";
import { openLogDatabase } from "../database.js";
import { AccessLogError } from "../errors.js";
import {
  type LogNote,
  type LogTelling,
  type LogThreadSettings,
  receivedError,
  type ToldLog,
} from "./messages.js";

export interface LogThread {
  /** Party for which the log is anchored; null where it is not. */
  readonly author: Address | null;
  /** A port to record over, for one thread: see `recorderOver`. */
  connect(): MessagePort;
  /** @param baseUrl The resolver's public address. */
  startAnchoring(baseUrl: string): void;
  /** Ends once what was given has been written. */
  stop(): Promise<void>;
}

/**
 * @param note Told what the operator should know.
 * @throws AccessLogError ACCESS_LOG_LOCKED, ACCESS_LOG_IO; ACCESS_LOG_KEY where the anchoring key cannot be opened.
 */
export async function startLogThread(
  settings: LogThreadSettings,
  note: (note: LogNote) => void,
): Promise<LogThread> {
  // What the threads' databases share is freed with the one that was opened first: it has to outlive the log's thread, however that ends,
  // and those that read.
  const held = await openLogDatabase(settings.location, { createIfMissing: true });
  const worker = new Worker(new URL("./log.worker.js", import.meta.url), {
    workerData: settings,
    name: "access log",
  });
  const ended = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
  let stopping = false;
  const opened = new Promise<Address | null>((resolve, reject) => {
    worker.on("message", (telling: LogTelling) => {
      switch (telling.kind) {
        case "opened":
          return resolve(telling.author);
        case "failed":
          return reject(receivedError(telling.error));
        case "note":
          return note(telling);
      }
    });
    worker.on("error", (error) => reject(died(error.message)));
    worker.once("exit", (code) => reject(died(`it ended with code ${code}`)));
  });
  const author = await opened.catch(async (error) => {
    await ended;
    await held.close();
    throw error;
  });
  worker.on("error", ({ message }) => note({ level: "error", message: died(message).message, details: {} }));
  worker.once("exit", (code) => {
    if (!stopping) note({ level: "error", message: died(`code ${code}`).message, details: {} });
  });
  const tell = (told: ToldLog, transfer: readonly MessagePort[] = []): void =>
    worker.postMessage(told, [...transfer]);
  return {
    author,
    connect() {
      const { port1: own, port2: port } = new MessageChannel();
      tell({ kind: "recorder", port }, [port]);
      return own;
    },
    startAnchoring: (baseUrl) => tell({ kind: "anchor", baseUrl }),
    async stop() {
      stopping = true;
      tell({ kind: "stop" });
      await ended;
      await held.close();
    },
  };
}

const died = (why: string): AccessLogError =>
  new AccessLogError("ACCESS_LOG_UNAVAILABLE", `The access log's thread ended unexpectedly: ${why}.`, {
    hint: "Start again: the log goes on from its last entry.",
  });
