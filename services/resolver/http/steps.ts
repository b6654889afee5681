/** What a request to a path goes through, by its method: the guards, and the handler that answers. */
import type { RequestHandler } from "express";
import { ResolverError } from "../errors.js";
import { jsonBody } from "./body.js";
import { boundedBody, decodableUrl } from "./guard.js";
import { sendProblem } from "./problem.js";
import { type AtPath, methodOf, type Route } from "./route.js";
import { sendEmpty } from "./send.js";

/** Each is called when the one before has called `next`; the last one answers. */
export type Steps = readonly RequestHandler[];

/** @returns the steps for any method, those that the path does not have among them. */
export function stepsOf(routes: AtPath, remembering: RequestHandler): (method: string) => Steps {
  const [{ refusals, options }] = routes;
  const guards = [boundedBody(refusals?.send), decodableUrl];
  const allow = allowed(routes);
  const refused: Steps = [...guards, refuse(routes, allow)];
  const known = new Map<string, Steps>([["OPTIONS", [...guards, describe(routes, allow, options)]]]);
  for (const route of routes) {
    const method = methodOf(route);
    const steps = takesBody(route) ? withBody(route) : [...guards, ...withoutBody(route, remembering)];
    known.set(method.toUpperCase(), steps);
    if (method === "get") known.set("HEAD", steps);
  }
  return (method) => known.get(method) ?? refused;
}

const takesBody = ({ maxBodyBytes, readsBody }: Route): boolean =>
  maxBodyBytes !== undefined || readsBody === true;

function withBody({ admit, maxBodyBytes, handle }: Route): Steps {
  const read = maxBodyBytes === undefined ? [] : [jsonBody(maxBodyBytes)];
  return [...(admit === undefined ? [] : [admit]), ...read, decodableUrl, handle];
}

function withoutBody({ admit, remembered, handle }: Route, remembering: RequestHandler): Steps {
  return [
    ...(admit === undefined ? [] : [admit]),
    ...(remembered === undefined ? [] : [remembering]),
    handle,
  ];
}

function describe(routes: AtPath, allow: string, options: Route["options"]): RequestHandler {
  const headers = {
    allow,
    "access-control-allow-methods": allow,
    "access-control-allow-headers": `Accept, Accept-Language, Authorization, If-None-Match${routes.some(takesBody) ? ", Content-Type" : ""}`,
    "access-control-max-age": "86400",
  };
  return (req, res) => sendEmpty(req, res, 204, { ...headers, ...options?.(req) });
}

function refuse([{ refusals }]: AtPath, allow: string): RequestHandler {
  return (req, res) => {
    const error = new ResolverError("RESOLVER_METHOD_NOT_ALLOWED", `${req.method} is not possible here.`, {
      hint: `Use one of ${allow}.`,
    });
    (refusals?.send ?? sendProblem)(req, res, error, { allow });
  };
}

function allowed(routes: readonly Route[]): string {
  const methods = routes.map((route) => {
    const method = methodOf(route);
    return method === "get" ? "GET, HEAD" : method.toUpperCase();
  });
  return [...methods, "OPTIONS"].join(", ");
}
