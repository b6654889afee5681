/** Recording from a thread: over a port to the log's own, which writes for all. */
import type { MessagePort } from "node:worker_threads";
import { AccessLogError, databaseError } from "../errors.js";
import type { AccessLog, AccessRecorder, Receipt } from "../log.js";
import { type RecordReply, type RecordRequest, receivedError, sentError } from "./messages.js";

interface Pending {
  readonly settle: (receipts: readonly Receipt[]) => void;
  readonly fail: (error: AccessLogError) => void;
}

export interface PortRecorder extends AccessRecorder {
  close(): void;
}

/** Records over a port whose other end `serveRecorder` has. */
export function recorderOver(port: MessagePort): PortRecorder {
  const pending = new Map<number, Pending>();
  let next = 0;
  let isOpen = true;
  port.on("message", (reply: RecordReply) => {
    const waiting = pending.get(reply.id);
    pending.delete(reply.id);
    if ("error" in reply) waiting?.fail(receivedError(reply.error));
    else waiting?.settle(reply.receipts);
  });
  port.once("close", () => {
    isOpen = false;
    for (const { fail } of pending.values()) fail(gone());
    pending.clear();
  });
  return {
    record(events) {
      if (!isOpen) return Promise.reject(gone());
      return new Promise((settle, fail) => {
        const id = next++;
        pending.set(id, { settle, fail });
        const request: RecordRequest = { id, events };
        port.postMessage(request);
      });
    },
    close: () => port.close(),
  };
}

/** Lets whoever has the other end of the port record. */
export function serveRecorder(log: AccessLog, port: MessagePort): void {
  port.on("message", async ({ id, events }: RecordRequest) => {
    port.postMessage(await replyTo(log, { id, events }));
  });
}

async function replyTo(log: AccessLog, { id, events }: RecordRequest): Promise<RecordReply> {
  try {
    return { id, receipts: await log.record(events) };
  } catch (raised) {
    return { id, error: sentError(databaseError(raised, log.database.location)) };
  }
}

const gone = (): AccessLogError =>
  new AccessLogError("ACCESS_LOG_UNAVAILABLE", "The access log's thread has ended.", {
    hint: "The resolver's log says why. Nothing is decided meanwhile, as it could not be logged.",
  });
