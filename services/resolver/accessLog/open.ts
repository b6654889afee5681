/** The access log as a thread that answers has it: it records over a port, and reads by itself. */
import type { MessagePort } from "node:worker_threads";
import { openAccessLogReader } from "../../accessLog/reader.js";
import { recorderOver } from "../../accessLog/thread/recorder.js";
import type { Service } from "../service.js";

export type ThreadAccessLog = Service["accessLog"] & { close(): Promise<void> };

/**
 * @param location Folder of the log, which its own thread has opened.
 * @param port To that thread.
 * @throws AccessLogError ACCESS_LOG_IO
 */
export async function openAccessLogOver(location: string, port: MessagePort): Promise<ThreadAccessLog> {
  const reader = await openAccessLogReader(location);
  const { record, close } = recorderOver(port);
  return {
    record,
    reader,
    async close() {
      close();
      await reader.close();
    },
  };
}
