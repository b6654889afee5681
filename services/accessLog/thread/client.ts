/** The log as other threads have it: over a port to its own, which alone has the database. */
import type { MessagePort } from "node:worker_threads";
import { AccessLogError } from "../errors.js";
import type { AccessRecorder } from "../log.js";
import type { AccessLogReader } from "../reader.js";
import { type LogQuestion, type LogReply, type LogRequest, receivedError } from "./messages.js";

export interface LogClient extends AccessRecorder {
  readonly reader: AccessLogReader;
  close(): void;
}

interface Pending {
  /** Takes the answer to the question that was asked. */
  readonly settle: (answer: never) => void;
  readonly fail: (error: AccessLogError) => void;
}

/** @param port Its other end `serveLog` has. */
export function logOver(port: MessagePort): LogClient {
  const pending = new Map<number, Pending>();
  let next = 0;
  let isOpen = true;
  port.on("message", (reply: LogReply<never>) => {
    const waiting = pending.get(reply.id);
    pending.delete(reply.id);
    if ("error" in reply) waiting?.fail(receivedError(reply.error));
    else waiting?.settle(reply.answer);
  });
  port.once("close", () => {
    isOpen = false;
    for (const { fail } of pending.values()) fail(gone());
    pending.clear();
  });
  const ask = <Answer>(question: LogQuestion): Promise<Answer> => {
    if (!isOpen) return Promise.reject(gone());
    return new Promise((settle, fail) => {
      const id = next++;
      pending.set(id, { settle, fail });
      const request: LogRequest = { id, ...question };
      port.postMessage(request);
    });
  };
  return {
    record: (...given) => ask({ of: "record", given }),
    reader: {
      page: (...given) => ask({ of: "page", given }),
      entry: (...given) => ask({ of: "entry", given }),
      checkpoint: (...given) => ask({ of: "checkpoint", given }),
      anchored: (...given) => ask({ of: "anchored", given }),
      standing: (...given) => ask({ of: "standing", given }),
      prove: (...given) => ask({ of: "prove", given }),
      consistency: (...given) => ask({ of: "consistency", given }),
    },
    close: () => port.close(),
  };
}

const gone = (): AccessLogError =>
  new AccessLogError("ACCESS_LOG_UNAVAILABLE", "The access log's thread has ended.", {
    hint: "The resolver's log says why. Nothing is decided meanwhile, as it could not be logged.",
  });
