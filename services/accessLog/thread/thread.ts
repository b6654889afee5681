/** The log in a thread of its own: one chain of entries, however many threads answer, and no hashing in any that does. */
import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
// Node unloads a native library with the last thread that has it, and Level's has a thread of its own, which never ends: it would go on in
// memory that is gone. So this thread, which outlives the log's, has it too.
import "level";
import type { Address } from "../../store/model.js";
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
  /** A port to record and read over, for one thread: see `logOver`. */
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
      tell({ kind: "client", port }, [port]);
      return own;
    },
    startAnchoring: (baseUrl) => tell({ kind: "anchor", baseUrl }),
    async stop() {
      stopping = true;
      tell({ kind: "stop" });
      await ended;
    },
  };
}

const died = (why: string): AccessLogError =>
  new AccessLogError("ACCESS_LOG_UNAVAILABLE", `The access log's thread ended unexpectedly: ${why}.`, {
    hint: "Start again: the log goes on from its last entry.",
  });
