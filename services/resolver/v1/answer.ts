/** How `/v1` answers: from one moment, present or past, and for how long a cache may keep it. */
import type { Request, Response } from "express";
import type { StoreView, View } from "../../store/view.js";
import type { At } from "../resolution/at.js";
import { askAtMoment, type Moment } from "../resolution/moment.js";
import type { Service } from "../service.js";
import { type Presenter, presenter } from "./present.js";
import { type OfMoment, sendAnswer } from "./sendAnswer.js";

/** What an answer is made from. */
export interface Asked {
  /** Of the moment. */
  readonly view: View;
  /** The way to other moments of the same snapshot. */
  readonly store: StoreView;
  readonly moment: Moment;
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
  const { body, headers } = await askAtMoment(
    service.store,
    async (view, moment, store) => ({
      body: await ask({ view, store, moment, present: presenter(view, moment, service.baseUrl) }),
      headers: cachingOf(moment),
    }),
    at,
  );
  sendAnswer(req, res, body, headers);
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
