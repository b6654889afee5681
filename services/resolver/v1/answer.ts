/** How `/v1` answers: from one moment, present or past, and for how long a cache may keep it. */
import type { Request, Response } from "express";
import type { Caller } from "../auth/caller.js";
import { askAs, type RequestContext } from "../auth/context.js";
import { type Provable, provenOf } from "../proofs/found.js";
import type { At } from "../resolution/at.js";
import type { Moment } from "../resolution/moment.js";
import type { Service } from "../service.js";
import { type Presenter, presenter } from "./present.js";
import { type OfMoment, sendAnswer, sendProven } from "./sendAnswer.js";

/** What an answer is made from. */
export interface Asked extends RequestContext {
  readonly present: Presenter;
}

/** Answers with what `ask` makes of the moment. */
export async function answer(
  service: Service,
  req: Request,
  res: Response,
  at: At | undefined,
  ask: (asked: Asked) => OfMoment | Promise<OfMoment>,
): Promise<void> {
  await answerProvably(service, req, res, at, async (asked) => ({ body: await ask(asked), provable: null }));
}

/** The same, with the proof of what `provable` is of; where it is null none was asked for. */
export async function answerProvably(
  service: Service,
  req: Request,
  res: Response,
  at: At | undefined,
  ask: (asked: Asked) => Promise<{ readonly body: OfMoment; readonly provable: Provable | null }>,
): Promise<void> {
  const { body, provable, headers } = await askAs(
    service,
    req,
    async (context) => {
      const { view, moment, caller } = context;
      const present = presenter(view, moment, service.baseUrl);
      return { ...(await ask({ ...context, present })), headers: cachingFor(caller, moment) };
    },
    at,
  );
  if (provable === null) sendAnswer(req, res, body, headers);
  else sendProven(req, res, body, await provenOf(service, provable), headers);
}

/**
 * A past that is final never changes. The present does, with the chain and by the clock, and not all that an answer hangs on stands in
 * it: so a cache asks each time, and the tag spares it the answer that it has.
 */
export function cachingOf({ past }: Moment): { readonly "cache-control": string } {
  return {
    "cache-control": past?.settled === true ? "public, max-age=31536000, immutable" : "no-cache",
  };
}

/**
 * The same of what may differ from caller to caller. What somebody may see is that caller's alone; of the past, too, it ends with the
 * right to it.
 */
export function cachingFor(
  caller: Caller,
  moment: Moment,
): { readonly "cache-control": string; readonly vary: string } {
  const vary = "Authorization";
  return caller.kind === "anonymous"
    ? { ...cachingOf(moment), vary }
    : { "cache-control": "private, no-cache", vary };
}
