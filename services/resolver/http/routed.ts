/** Takes a request to the routes of its path, and through their steps. */
import type { NextFunction, Request, RequestHandler, Response } from "express";
import { boundedBody, decodableUrl } from "./guard.js";
import { PathTable, type Place } from "./pathTable.js";
import { requestOf } from "./request.js";
import { type AtPath, byPath, type Route, unknownRoute } from "./route.js";
import { type Steps, stepsOf } from "./steps.js";

/** Answers a request, whatever it is: nothing comes after it. */
export type Answering = (req: Request, res: Response) => void;

interface Mounted {
  /** Name in metrics. */
  readonly name: string;
  readonly stepsFor: (method: string) => Steps;
}

/** For what no route takes. */
const untaken: Steps = [boundedBody(), decodableUrl, unknownRoute];

/**
 * @param remembering Answers what is remembered, and remembers what is answered.
 * @param tell Answers with what was raised on the way.
 */
export function routed(
  routes: readonly Route[],
  remembering: RequestHandler,
  tell: (raised: unknown, req: Request, res: Response) => void,
): Answering {
  const table = new PathTable(byPath(routes).map((atPath) => mounted(atPath, remembering)));
  return (req, res) => {
    const refuse = (raised: unknown): void => tell(raised, req, res);
    const leave = (raised?: unknown): void => {
      if (raised === undefined) take(untaken, req, res, refuse);
      else refuse(raised);
    };
    try {
      take(stepsIn(table, req), req, res, leave);
    } catch (error) {
      refuse(error);
    }
  };
}

function mounted(routes: AtPath, remembering: RequestHandler): Place<Mounted> {
  const [{ path, pattern }] = routes;
  return { path, pattern, value: { name: path, stepsFor: stepsOf(routes, remembering) } };
}

/** @throws URIError for a parameter that is no percent-encoded UTF-8. */
function stepsIn(table: PathTable<Mounted>, req: Request): Steps {
  const found = table.find(pathOf(req.url));
  if (found === null) return untaken;
  const { name, stepsFor } = found.value;
  requestOf(req).route = name;
  req.params = found.params;
  return stepsFor(req.method);
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
