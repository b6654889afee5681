/**
 * Answers from memory what was answered before, while the index and the clock say nothing else. Only who says nothing of who asks gets
 * such an answer, and only such answers are kept: what a caller may see is worked out for that caller each time.
 */
import type { IncomingMessage } from "node:http";
import type { RequestHandler } from "express";
import { noteLasting } from "../../store/lasting.js";
import type { Store } from "../../store/store.js";
import { isAnonymous } from "../auth/context.js";
import { requestOf } from "../http/request.js";
import { sendWhole } from "../http/send.js";
import type { Awaiting } from "../http/sent.js";
import { secondOf } from "../resolution/moment.js";
import type { AnswerMemory, Present } from "./memory.js";

/** @param base Public address of the resolver, as a request came to it. */
export function remembering(
  memory: AnswerMemory,
  store: Store,
  base: (req: IncomingMessage) => string,
): RequestHandler {
  return (req, res, next) => {
    const present = memory.keepsAny && req.method === "GET" && isAnonymous(req) ? presentOf(store) : null;
    if (present === null) {
      next();
      return;
    }
    const question = questionOf(req, base(req));
    const known = memory.find(present, question);
    if (known !== null) {
      sendWhole(req, res, known);
      return;
    }
    requestOf(req).awaiting = keepingTo(memory, present, question);
    next();
  };
}

/** null while the index is empty. */
function presentOf(store: Store): Present | null {
  return store.read((view) => {
    const checkpoint = view.checkpoint();
    return checkpoint === null ? null : { view, at: secondOf(checkpoint) };
  });
}

/** All of a request on which an answer may hang: no part of it has a line's end in it. */
function questionOf({ url = "", headers }: IncomingMessage, base: string): string {
  const { accept, "accept-language": languages, "if-none-match": tags } = headers;
  const codings = headers["accept-encoding"];
  return `${url}\n${base}\n${accept ?? ""}\n${languages ?? ""}\n${codings ?? ""}\n${tags ?? ""}`;
}

/** Refusals are not kept: there is no end to what can be asked wrongly. */
function keepingTo(memory: AnswerMemory, present: Present, question: string): Awaiting {
  const lasting = noteLasting();
  return {
    answered(sent) {
      lasting.end();
      if (sent.status < 400) memory.keep(present, question, sent, lasting.until);
    },
    abandoned: () => lasting.end(),
  };
}
