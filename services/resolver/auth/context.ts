/** What a request is answered from: one snapshot of the index, one moment of it, and who asks; worked out once for each request. */
import type { IncomingMessage } from "node:http";
import type { Request } from "express";
import type { StoreView, View } from "../../store/view.js";
import { requestOf } from "../http/request.js";
import type { At } from "../resolution/at.js";
import { askAtMoment, type Moment, momentOf } from "../resolution/moment.js";
import type { Service } from "../service.js";
import type { Caller } from "./caller.js";
import { callerOf, type Knowing } from "./callers.js";

export interface RequestContext {
  /** Of the moment. */
  readonly view: View;
  readonly moment: Moment;
  /** The same snapshot in the present, and the way to its other moments. */
  readonly store: StoreView;
  /**
   * As the present has it, whichever moment is asked for: a key that was taken away since must not ask in the name of the past.
   */
  readonly caller: Caller;
  /** For what is logged of it. */
  readonly requestId: string;
}

/** @throws ResolverError as `askAtMoment` and `callerOf` do. */
export function askAs<Answer>(
  service: Pick<Service, "store"> & Knowing,
  req: Request,
  ask: (context: RequestContext) => Answer | Promise<Answer>,
  at?: At,
): Promise<Answer> {
  return askAtMoment(
    service.store,
    async (view, moment, store) => {
      const caller = await callerOf(service, req, store, momentOf(store));
      return ask({ view, moment, store, caller, requestId: requestOf(req).id });
    },
    at,
  );
}

/** Whether a request says nothing of who asks: then its answer is everybody's. */
export function isAnonymous({ headers }: IncomingMessage): boolean {
  return headers.authorization === undefined;
}
