/** Gives a request its id, and when its answer is out, one log line and one measurement. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Logger } from "pino";
import type { HttpMetrics } from "./httpMetrics.js";
import { isFromProxy, type Trusts } from "./publicBase.js";
import { openRequest } from "./request.js";

/** Methods that are measured under their own name; the rest, which a caller may make up, share one. */
const knownMethods = new Set(["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]);
const loggedUrlLength = 512;

/** Callers' addresses are not logged: who asks about which asset is a business secret of its own. */
export function observe(
  logger: Logger,
  metrics: HttpMetrics,
  trusts: Trusts,
): (req: IncomingMessage, res: ServerResponse) => void {
  return (req, res) => {
    const notes = openRequest(req, isFromProxy(req, trusts));
    const { method = "", url = "" } = req;
    res.on("close", () => {
      notes.awaiting?.abandoned();
      const milliseconds = performance.now() - notes.started;
      const status = res.statusCode;
      metrics.observe(notes.route, knownMethods.has(method) ? method : "other", status, milliseconds / 1000);
      logger.info({
        id: notes.id,
        method,
        url: url.slice(0, loggedUrlLength),
        status,
        ms: Math.round(milliseconds * 1000) / 1000,
        // An answer that was cut off still has the status it began with.
        ...(res.writableFinished ? {} : { aborted: true }),
      });
    });
  };
}
