/** The Express app: the routes of each protocol, and what answers the rest. */
import express from "express";
import { aasErrors } from "./aas/errorForm.js";
import { aasRoutes } from "./aas/routes.js";
import { accessLogRoutes } from "./accessLog/routes.js";
import { auditRoute } from "./audit/routes.js";
import { authRoutes } from "./auth/routes.js";
import { bidErrors } from "./bid/errorForm.js";
import { bidRoutes } from "./bid/routes.js";
import { capabilitiesRoute } from "./capabilities/routes.js";
import { credentialRoutes } from "./credentials/routes.js";
import { decisionsRoute } from "./decisions/routes.js";
import { didErrors } from "./did/errorForm.js";
import { didRoutes } from "./did/routes.js";
import { docsRoutes, openApiRoute } from "./docs/routes.js";
import { explorerRoutes } from "./explorer/routes.js";
import { feedRoute } from "./feed/routes.js";
import { compressedRoute, gs1Routes } from "./gs1/routes.js";
import { handleErrors } from "./handle/errorForm.js";
import { handleRoutes } from "./handle/routes.js";
import { observe } from "./http/observe.js";
import { problems } from "./http/problem.js";
import { publicBase, type Trusts } from "./http/publicBase.js";
import type { Route } from "./http/route.js";
import { type Answering, routed } from "./http/routed.js";
import { manifestRoutes } from "./manifests/routes.js";
import { healthRoutes } from "./operations/health.js";
import { metricsRoute } from "./operations/metrics.js";
import { problemRoute } from "./problems/routes.js";
import { proofRoutes } from "./proofs/routes.js";
import { registrationRoutes } from "./registrations/routes.js";
import { remembering } from "./remembered/handler.js";
import { AnswerMemory, defaultMemory } from "./remembered/memory.js";
import type { Served } from "./server.js";
import type { Service } from "./service.js";
import { statisticsRoute } from "./statistics/routes.js";
import { ownRequestMetrics } from "./threads/requestMetrics.js";
import { resolveErrors } from "./v1/resolveRoute.js";
import { v1Routes } from "./v1/routes.js";
import { vaultRoutes } from "./vault/routes.js";

import { webhookRoutes } from "./webhooks/routes.js";

export interface ResolverApp extends Served {
  /** All that is served, the OpenAPI document included. */
  readonly routes: readonly Route[];
}

export function createApp(service: Service): ResolverApp {
  const app = express();
  app.set("trust proxy", service.trustProxy);
  const trusts: Trusts = app.get("trust proxy fn");

  const metrics = service.metrics ?? ownRequestMetrics();
  const described = [
    // What is scanned comes most often, and its paths begin with digits alone.
    ...gs1Routes(service, trusts),
    ...v1Routes(service, trusts),
    ...authRoutes(service),
    ...vaultRoutes(service),
    ...accessLogRoutes(service),
    decisionsRoute(service),
    capabilitiesRoute(service),
    feedRoute(service),
    auditRoute(service),
    ...credentialRoutes(service),
    ...webhookRoutes(service),
    ...proofRoutes(service),
    ...manifestRoutes(service),
    ...registrationRoutes(service),
    ...didRoutes(service),
    ...bidRoutes(service),
    // After the DIDs, whose path begins as a handle's may.
    ...handleRoutes(service, trusts),
    ...aasRoutes(service),
    ...healthRoutes(service),
    metricsRoute(service, metrics),
    statisticsRoute(service),
    problemRoute,
    ...docsRoutes(),
    ...explorerRoutes(),
    // A single segment may be anything: what has a name of its own comes first.
    compressedRoute(service, trusts),
  ];
  const routes = [...described, openApiRoute(service.baseUrl, described)];

  app.disable("x-powered-by");
  app.disable("etag");
  app.disable("query parser");
  const memory = new AnswerMemory(service.answerMemory ?? defaultMemory);
  const fromMemory = remembering(
    memory,
    service.store,
    (req) => publicBase(service, req, trusts),
    metrics.own,
  );
  const arrived = observe(service.logger, metrics.own, trusts);
  const forms = [handleErrors, didErrors, bidErrors, aasErrors, resolveErrors];
  const goOn = routed(routes, fromMemory, problems(service.logger, forms));
  const answer: Answering = (req, res) => {
    arrived(req, res);
    goOn(req, res);
  };
  app.use((req, res) => answer(req, res));
  return { app, answer, routes };
}
