/** How `/v1` answers: from one moment, present or past, and for how long a cache may keep it. */
import type { Request, Response } from "express";
import type { StoreView, View } from "../../store/view.js";
import { sendJson } from "../http/send.js";
import type { At } from "../resolution/at.js";
import { askAtMoment, type Moment } from "../resolution/moment.js";
import type { Service } from "../service.js";
import { type Presenter, presenter } from "./present.js";

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
  ask: (asked: Asked) => object | Promise<object>,
): Promise<void> {
  const { body, headers } = await askAtMoment(
    service.store,
    async (view, moment, store) => ({
      body: await ask({ view, store, moment, present: presenter(view, moment, service.baseUrl) }),
      headers: cachingOf(moment),
    }),
    at,
  );
  sendJson(req, res, 200, body, headers);
}

/** The present changes with the chain, so that a cache asks again; a past that is final never does. */
export function cachingOf({ past }: Moment): { readonly "cache-control": string } {
  return {
    "cache-control": past?.settled === true ? "public, max-age=31536000, immutable" : "no-cache",
  };
}
