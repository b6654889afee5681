/** Hands a request to the routes of its path. */
import type { NextFunction, Request, RequestHandler, Response } from "express";
import { PathTable, type Place } from "./pathTable.js";
import { requestOf } from "./request.js";
import { type AtPath, byPath, type Route } from "./route.js";
import { type Steps, stepsOf } from "./steps.js";

interface Mounted {
  /** Name in metrics. */
  readonly name: string;
  readonly stepsFor: (method: string) => Steps;
}

/**
 * Calls `next` where no route has the path.
 * @param remembering Answers what is remembered, and remembers what is answered.
 */
export function routed(routes: readonly Route[], remembering: RequestHandler): RequestHandler {
  const table = new PathTable(byPath(routes).map((atPath) => mounted(atPath, remembering)));
  return (req, res, next) => {
    const found = table.find(pathOf(req.url));
    if (found === null) {
      next();
      return;
    }
    const { name, stepsFor } = found.value;
    requestOf(req).route = name;
    req.params = found.params;
    take(stepsFor(req.method), req, res, next);
  };
}

function mounted(routes: AtPath, remembering: RequestHandler): Place<Mounted> {
  const [{ path, pattern }] = routes;
  return { path, pattern, value: { name: path, stepsFor: stepsOf(routes, remembering) } };
}

function pathOf(url: string): string {
  const query = url.indexOf("?");
  return query < 0 ? url : url.slice(0, query);
}

/** @param leave Called with what a step raises, or for one that calls `next("route")`: it is not for this path. */
function take(steps: Steps, req: Request, res: Response, leave: NextFunction): void {
  let taken = 0;
  const next = (raised?: unknown): void => {
    const step = raised === undefined ? steps[taken] : undefined;
    if (step === undefined) {
      if (raised === "route") leave();
      else leave(raised);
      return;
    }
    taken += 1;
    try {
      const answering = step(req, res, next);
      if (answering instanceof Promise) answering.catch(leave);
    } catch (error) {
      leave(error);
    }
  };
  next();
}
