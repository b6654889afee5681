/**
 * A route as data: its place in the app and in the OpenAPI document. Both are made from the same list, so neither can
 * have what the other has not.
 */
import type { IncomingMessage } from "node:http";
import type { RouteConfig } from "@asteasolutions/zod-to-openapi";
import type { Express, RequestHandler } from "express";
import { ResolverError } from "../errors.js";
import { sendProblem } from "./problem.js";
import { requestOf } from "./request.js";
import { sendEmpty } from "./send.js";

export interface Route {
  /** OpenAPI path template, `/problems/{code}`; also the route's name in metrics. */
  readonly path: string;
  /** Express pattern, where it is not the template with its braces turned into colons. */
  readonly pattern?: RegExp;
  readonly operation: Omit<RouteConfig, "method" | "path">;
  /** Answers GET, and HEAD with Node leaving out the body. */
  readonly handle: RequestHandler;
  /** Further headers of the answer to OPTIONS. */
  readonly options?: (req: IncomingMessage) => Readonly<Record<string, string>>;
}

const allow = "GET, HEAD, OPTIONS";

export function expressPattern(route: Route): string | RegExp {
  return route.pattern ?? route.path.replaceAll(/\{(\w+)\}/g, ":$1");
}

export function mount(app: Express, routes: readonly Route[]): void {
  for (const route of routes) {
    const noted: RequestHandler = (req, _res, next) => {
      requestOf(req).route = route.path;
      next();
    };
    app
      .route(expressPattern(route))
      .all(noted)
      .get(route.handle)
      .options((req, res) => {
        sendEmpty(req, res, 204, {
          allow,
          "access-control-allow-methods": allow,
          "access-control-allow-headers": "Accept, Accept-Language, If-None-Match",
          "access-control-max-age": "86400",
          ...route.options?.(req),
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

/** Answers what no route has taken. */
export const unknownRoute: RequestHandler = (req) => {
  throw new ResolverError("RESOLVER_UNKNOWN_ROUTE", `There is nothing at ${req.path.slice(0, 200)}.`, {
    hint: "See /openapi.json for what there is.",
  });
};
