/**
 * A route as data: its place in the app and in the OpenAPI document. Both are made from the same list, so neither can
 * have what the other has not.
 */
import type { IncomingMessage } from "node:http";
import type { RouteConfig } from "@asteasolutions/zod-to-openapi";
import type { Express, RequestHandler } from "express";
import { ResolverError } from "../errors.js";
import { jsonBody } from "./body.js";
import { boundedBody, decodableUrl } from "./guard.js";
import { type ErrorForm, sendProblem } from "./problem.js";
import { requestOf } from "./request.js";
import { sendEmpty } from "./send.js";

export interface Route {
  /** OpenAPI path template, `/problems/{code}`; also the route's name in metrics. */
  readonly path: string;
  /** GET where left out. Routes of one path differ in it alone. */
  readonly method?: "get" | "post" | "put" | "delete";
  /** Express pattern, where it is not the template with its braces turned into colons. */
  readonly pattern?: RegExp;
  readonly operation: Omit<RouteConfig, "method" | "path">;
  /** Answers the method; for GET also HEAD, with Node leaving out the body. */
  readonly handle: RequestHandler;
  /** GET answers from the index alone, and everybody alike who says nothing of who asks: what was answered is remembered. */
  readonly remembered?: true;
  /** Refuses a caller before its body is read. */
  readonly admit?: RequestHandler;
  /** Bytes of a JSON body that it takes at most; `req.body` is what was in it. No body where left out. */
  readonly maxBodyBytes?: number;
  /** The handler reads the body itself, in whatever form it comes, and bounds it. */
  readonly readsBody?: true;
  /** Further headers of the answer to OPTIONS. */
  readonly options?: (req: IncomingMessage) => Readonly<Record<string, string>>;
  /** How it is told that a method is not possible, or a body too large, where not with a problem document. */
  readonly refusals?: ErrorForm;
}

export function expressPattern(route: Route): string | RegExp {
  return route.pattern ?? route.path.replaceAll(/\{(\w+)\}/g, ":$1");
}

export function methodOf({ method = "get" }: Route): NonNullable<Route["method"]> {
  return method;
}
const takesBody = ({ maxBodyBytes, readsBody }: Pick<Route, "maxBodyBytes" | "readsBody">): boolean =>
  maxBodyBytes !== undefined || readsBody === true;

/** @param remembering Answers what is remembered, and remembers what is answered. */
export function mount(app: Express, routes: readonly Route[], remembering: RequestHandler): void {
  for (const [first, ...others] of byPath(routes).values()) {
    mountPath(app, first, [first, ...others], remembering);
  }
}

type AtPath = readonly [Route, ...Route[]];

function byPath(routes: readonly Route[]): ReadonlyMap<string, AtPath> {
  const paths = new Map<string, AtPath>();
  for (const route of routes) paths.set(route.path, [...(paths.get(route.path) ?? []), route] as const);
  return paths;
}

/** @param first Stands for all of the path in what does not depend on the method. */
function mountPath(app: Express, first: Route, routes: readonly Route[], remembering: RequestHandler): void {
  const allow = allowed(routes);
  const mounted = app.route(expressPattern(first)).all((req, _res, next) => {
    requestOf(req).route = first.path;
    next();
  });
  for (const { method = "get", handle, maxBodyBytes, readsBody, admit = anybody } of routes) {
    if (maxBodyBytes !== undefined) mounted[method](admit, jsonBody(maxBodyBytes), decodableUrl, handle);
    else if (readsBody === true) mounted[method](admit, decodableUrl, handle);
  }
  mounted.all(boundedBody(first.refusals?.send), decodableUrl);
  for (const { method = "get", handle, admit, remembered, ...route } of routes) {
    if (takesBody(route)) continue;
    const before = [admit, remembered && remembering].filter((handler) => handler !== undefined);
    mounted[method](...before, handle);
  }
  mounted
    .options((req, res) => {
      sendEmpty(req, res, 204, {
        allow,
        "access-control-allow-methods": allow,
        "access-control-allow-headers": `Accept, Accept-Language, Authorization, If-None-Match${routes.some(takesBody) ? ", Content-Type" : ""}`,
        "access-control-max-age": "86400",
        ...first.options?.(req),
      });
    })
    .all((req, res) => {
      const error = new ResolverError("RESOLVER_METHOD_NOT_ALLOWED", `${req.method} is not possible here.`, {
        hint: `Use one of ${allow}.`,
      });
      (first.refusals?.send ?? sendProblem)(req, res, error, { allow });
    });
}

const anybody: RequestHandler = (_req, _res, next) => next();

function allowed(routes: readonly Route[]): string {
  const methods = routes.map(({ method = "get" }) => (method === "get" ? "GET, HEAD" : method.toUpperCase()));
  return [...methods, "OPTIONS"].join(", ");
}

/** Answers what no route has taken. */
export const unknownRoute: RequestHandler = (req) => {
  throw new ResolverError("RESOLVER_UNKNOWN_ROUTE", `There is nothing at ${req.path.slice(0, 200)}.`, {
    hint: "See /openapi.json for what there is.",
  });
};
