/** Entry of the log's thread. */
import { parentPort, workerData } from "node:worker_threads";
import type { Anchoring } from "../anchoring/open.js";
import { type AccessLogError, databaseError } from "../errors.js";
import { type AccessLog, openAccessLog } from "../log.js";
import {
  type AnchoringSettings,
  type LogNote,
  type LogTelling,
  type LogThreadSettings,
  sentError,
  type ToldLog,
} from "./messages.js";
import { serveLog } from "./server.js";

const parent = parentPort;
if (parent === null) throw new Error("This is the entry of a worker thread, not a program.");
const settings: LogThreadSettings = workerData;
const tell = (telling: LogTelling): void => parent.postMessage(telling);
const note = (said: LogNote): void => tell({ kind: "note", ...said });

try {
  const anchoring = settings.anchoring === undefined ? null : await opened(settings.anchoring);
  const log = await openAccessLog(settings.location, {
    hourly: settings.hourly,
    told: (failure) =>
      failure === null
        ? note({ level: "info", message: "access log takes entries again", details: {} })
        : noteFault(failure),
  });
  listen(log, anchoring);
  tell({ kind: "opened", author: anchoring?.author ?? null });
  void log.checked.then(
    () => note({ level: "info", message: "access log is sound", details: { size: log.head().size } }),
    noteFault,
  );
} catch (raised) {
  tell({ kind: "failed", error: sentError(databaseError(raised, settings.location)) });
  parent.close();
}

function noteFault({ message, code, hint, details }: AccessLogError): void {
  note({ level: "error", message, details: { code, hint, ...details } });
}

/** What writes to a chain is not loaded where nothing is written to one. */
async function opened(anchoring: AnchoringSettings): Promise<Anchoring> {
  const { openAnchoring } = await import("../anchoring/open.js");
  return await openAnchoring(anchoring);
}

function listen(log: AccessLog, anchoring: Anchoring | null): void {
  const stopping = new AbortController();
  let rounds: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    stopping.abort();
    await rounds;
    await log.close();
    // The ports of those who ask would keep the thread alive.
    process.exit();
  };
  parent?.on("message", (told: ToldLog) => {
    switch (told.kind) {
      case "client":
        return serveLog(log, told.port);
      case "anchor":
        rounds = anchoring?.begin(log, told.baseUrl, { note, signal: stopping.signal });
        return;
      case "stop":
        return void stop();
    }
  });
}
