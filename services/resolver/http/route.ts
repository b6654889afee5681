/**
 * A route as data: its place in the app and in the OpenAPI document. Both are made from the same list, so neither can
 * have what the other has not.
 */
import type { IncomingMessage } from "node:http";
import type { RouteConfig } from "@asteasolutions/zod-to-openapi";
import type { RequestHandler } from "express";
import { ResolverError } from "../errors.js";
import type { ErrorForm } from "./problem.js";

export interface Route {
  /** OpenAPI path template, `/problems/{code}`; also the route's name in metrics. */
  readonly path: string;
  /** GET where left out. Routes of one path differ in it alone. */
  readonly method?: "get" | "post" | "put" | "delete";
  /**
   * Tests the path as it came, where that is not the template with a segment for each of its braces. It begins with the template's
   * first segment, where that has none.
   */
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

export function methodOf({ method = "get" }: Route): NonNullable<Route["method"]> {
  return method;
}

/** The routes of one path: they differ in their method. The first stands for all in what does not depend on it. */
export type AtPath = readonly [Route, ...Route[]];

/** In the order of the first ones. */
export function byPath(routes: readonly Route[]): readonly AtPath[] {
  const paths = new Map<string, AtPath>();
  for (const route of routes) paths.set(route.path, [...(paths.get(route.path) ?? []), route] as const);
  return [...paths.values()];
}

/** Answers what no route has taken. */
export const unknownRoute: RequestHandler = (req) => {
  throw new ResolverError("RESOLVER_UNKNOWN_ROUTE", `There is nothing at ${req.path.slice(0, 200)}.`, {
    hint: "See /openapi.json for what there is.",
  });
};
