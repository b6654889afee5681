/** Answers what other threads ask of the log: see `client.ts`. */
import type { MessagePort } from "node:worker_threads";
import { databaseError } from "../errors.js";
import type { AccessLog } from "../log.js";
import { type AccessLogReader, accessLogReader } from "../reader.js";
import { type LogQuestion, type LogReply, type LogRequest, sentError } from "./messages.js";

/** Lets whoever has the other end of the port record and read. */
export function serveLog(log: AccessLog, port: MessagePort): void {
  const reader = accessLogReader(log);
  port.on("message", async (request: LogRequest) => {
    port.postMessage(await replyTo(log, reader, request));
  });
}

async function replyTo(
  log: AccessLog,
  reader: AccessLogReader,
  { id, ...question }: LogRequest,
): Promise<LogReply<unknown>> {
  try {
    return { id, answer: await answerOf(log, reader, question) };
  } catch (raised) {
    return { id, error: sentError(databaseError(raised, log.database.location)) };
  }
}

function answerOf(log: AccessLog, reader: AccessLogReader, question: LogQuestion): Promise<unknown> {
  switch (question.of) {
    case "record":
      return log.record(...question.given);
    case "page":
      return reader.page(...question.given);
    case "entry":
      return reader.entry(...question.given);
    case "checkpoint":
      return reader.checkpoint(...question.given);
    case "anchored":
      return reader.anchored();
    case "standing":
      return reader.standing();
    case "prove":
      return reader.prove(...question.given);
    case "consistency":
      return reader.consistency(...question.given);
  }
}
