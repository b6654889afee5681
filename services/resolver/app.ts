/** The Express app: the guards, one router a protocol, and what answers the rest. */
import type { RequestListener } from "node:http";
import express, { type Express } from "express";
import { docsRoutes, openApiRoute } from "./docs/routes.js";
import { ResolverError } from "./errors.js";
import { explorerRoutes } from "./explorer/routes.js";
import { gs1Routes } from "./gs1/routes.js";
import { boundedBody, decodableUrl } from "./http/guard.js";
import { HttpMetrics } from "./http/httpMetrics.js";
import { observe } from "./http/observe.js";
import { problems, sendProblem } from "./http/problem.js";
import { mount, type Route, unknownRoute } from "./http/route.js";
import { originForm } from "./http/target.js";
import { healthRoutes } from "./operations/health.js";
import { metricsRoute } from "./operations/metrics.js";
import { problemRoute } from "./problems/routes.js";
import type { Service } from "./service.js";
import { v1Routes } from "./v1/routes.js";

export interface ResolverApp {
  /** Makes the requests' and responses' prototypes. */
  readonly app: Express;
  /** Answers requests: the app, behind what has to come before it. */
  readonly listener: RequestListener;
  /** All that is served, the OpenAPI document included. */
  readonly routes: readonly Route[];
}

export function createApp(service: Service): ResolverApp {
  const metrics = new HttpMetrics();
  const described = [
    ...v1Routes(service),
    ...gs1Routes(service),
    ...healthRoutes(service),
    metricsRoute(service, metrics),
    problemRoute,
    ...docsRoutes(),
    ...explorerRoutes(),
  ];
  const routes = [...described, openApiRoute(service.baseUrl, described)];

  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.disable("query parser");
  app.enable("case sensitive routing");
  app.use(boundedBody, decodableUrl);
  mount(app, routes);
  app.use(unknownRoute, problems(service.logger));

  const note = observe(service.logger, metrics, service.trustProxy);
  const listener: RequestListener = (req, res) => {
    note(req, res);
    const target = originForm(req.url ?? "");
    if (target === null) {
      sendProblem(req, res, notAPath());
      return;
    }
    req.url = target;
    app(req, res);
  };
  return { app, listener, routes };
}

function notAPath(): ResolverError {
  return new ResolverError("RESOLVER_MALFORMED_URL", "The request's target is not a path.", {
    hint: "Percent-encode the identifier as by RFC 3986; a number sign is %23.",
  });
}
