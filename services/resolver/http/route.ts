/**
 * A route as data: its place in the app and in the OpenAPI document. Both are made from the same list, so neither can
 * have what the other has not.
 */
import type { IncomingMessage } from "node:http";
import type { RouteConfig } from "@asteasolutions/zod-to-openapi";
import type { Express, RequestHandler } from "express";
import { ResolverError } from "../errors.js";
import { boundedBody } from "./guard.js";
import { sendProblem } from "./problem.js";
import { requestOf } from "./request.js";
import { sendEmpty } from "./send.js";

export interface Route {
  /** OpenAPI path template, `/problems/{code}`; also the route's name in metrics. */
  readonly path: string;
  /** Express pattern, where it is not the template with its braces turned into colons. */
  readonly pattern?: RegExp;
  /**
   * GET where none is named. Routes of one path with different methods stand side by side; one with POST reads its body
   * itself, by `bodyOf`.
   */
  readonly method?: "get" | "post";
  readonly operation: Omit<RouteConfig, "method" | "path">;
  /** Answers the method; GET's answers HEAD too, with Node leaving out the body. */
  readonly handle: RequestHandler;
  /** Further headers of the answer to OPTIONS. */
  readonly options?: (req: IncomingMessage) => Readonly<Record<string, string>>;
}

export function expressPattern(route: Route): string | RegExp {
  return route.pattern ?? route.path.replaceAll(/\{(\w+)\}/g, ":$1");
}

export function methodOf({ method = "get" }: Route): "get" | "post" {
  return method;
}

export function mount(app: Express, routes: readonly Route[]): void {
  for (const [path, ofPath] of byPath(routes)) {
    const [first] = ofPath;
    const allow = allowed(ofPath.map(methodOf));
    const noted: RequestHandler = (req, _res, next) => {
      requestOf(req).route = path;
      next();
    };
    const mounted = app.route(expressPattern(first)).all(noted);
    for (const { method, handle } of ofPath) if (method === "post") mounted.post(handle);
    mounted.all(boundedBody);
    for (const route of ofPath) if (methodOf(route) === "get") mounted.get(route.handle);
    mounted
      .options((req, res) => {
        sendEmpty(req, res, 204, {
          allow,
          "access-control-allow-methods": allow,
          "access-control-allow-headers": "Accept, Accept-Language, Content-Type, If-None-Match",
          "access-control-max-age": "86400",
          ...first.options?.(req),
        });
      })
      .all((req, res) => {
        const error = new ResolverError(
          "RESOLVER_METHOD_NOT_ALLOWED",
          `${req.method} is not possible here.`,
          {
            hint: `Use one of ${allow}.`,
          },
        );
        sendProblem(req, res, error, { allow });
      });
  }
}

function byPath(routes: readonly Route[]): ReadonlyMap<string, readonly [Route, ...Route[]]> {
  const paths = new Map<string, [Route, ...Route[]]>();
  for (const route of routes) {
    const others = paths.get(route.path);
    if (others === undefined) paths.set(route.path, [route]);
    else others.push(route);
  }
  return paths;
}

function allowed(methods: readonly ("get" | "post")[]): string {
  const own = methods.flatMap((method) => (method === "get" ? ["GET", "HEAD"] : ["POST"]));
  return [...own, "OPTIONS"].join(", ");
}

/** Answers what no route has taken. */
export const unknownRoute: RequestHandler = (req) => {
  throw new ResolverError("RESOLVER_UNKNOWN_ROUTE", `There is nothing at ${req.path.slice(0, 200)}.`, {
    hint: "See /openapi.json for what there is.",
  });
};
