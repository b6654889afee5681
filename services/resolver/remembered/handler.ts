/**
 * Answers from memory what was answered before, while the index and the clock say nothing else. Only who says nothing of who asks gets
 * such an answer, and only such answers are kept: what a caller may see is worked out for that caller each time.
 */
import type { IncomingMessage } from "node:http";
import type { RequestHandler } from "express";
import { type Noted, noteLasting, unnoted } from "../../store/lasting.js";
import type { Store } from "../../store/store.js";
import { isAnonymous } from "../auth/context.js";
import type { HttpMetrics } from "../http/httpMetrics.js";
import { requestOf } from "../http/request.js";
import { sendWhole } from "../http/send.js";
import type { Awaiting, Renewal } from "../http/sent.js";
import { secondOf } from "../resolution/moment.js";
import type { AnswerMemory, Present } from "./memory.js";

/**
 * @param base Public address of the resolver, as a request came to it.
 * @param metrics Counts where answers come from.
 */
export function remembering(
  memory: AnswerMemory,
  store: Store,
  base: (req: IncomingMessage) => string,
  metrics: Pick<HttpMetrics, "count">,
): RequestHandler {
  return (req, res, next) => {
    const present = memory.keepsAny && req.method === "GET" && isAnonymous(req) ? presentOf(store) : null;
    if (present === null) {
      next();
      return;
    }
    const question = questionOf(req, base(req));
    const known = memory.find(present, question);
    if (known?.kind === "same") {
      metrics.count("memory");
      sendWhole(req, res, known.sent);
      return;
    }
    const keeping = keepingTo(memory, present, question);
    if (known === null) {
      metrics.count("index");
      requestOf(req).awaiting = keeping(noteLasting());
      next();
      return;
    }
    metrics.count("renewed");
    const { renewal, lasting } = known;
    requestOf(req).awaiting = keeping({ lasting: () => lasting, end: () => undefined });
    renewal.send(req, res, present.checkpoint);
  };
}

/** null while the index is empty. */
function presentOf(store: Store): Present | null {
  return store.read((view) => {
    const checkpoint = unnoted(() => view.checkpoint());
    return checkpoint === null ? null : { write: view.write, checkpoint, at: secondOf(checkpoint) };
  });
}

/** All of a request on which an answer may hang: no part of it has a line's end in it. */
function questionOf({ url = "", headers }: IncomingMessage, base: string): string {
  const { accept, "accept-language": languages, "if-none-match": tags } = headers;
  const codings = headers["accept-encoding"];
  return `${url}\n${base}\n${accept ?? ""}\n${languages ?? ""}\n${codings ?? ""}\n${tags ?? ""}`;
}

/** Refusals are not kept: there is no end to what can be asked wrongly. */
function keepingTo(memory: AnswerMemory, present: Present, question: string): (noted: Noted) => Awaiting {
  return ({ lasting, end }) => {
    let renewal: Renewal | null = null;
    return {
      renewable(given) {
        renewal = given;
      },
      made: end,
      answered(sent) {
        end();
        if (sent.status < 400) memory.keep(present, question, { sent, lasting: lasting(), renewal });
      },
      abandoned: end,
    };
  };
}
