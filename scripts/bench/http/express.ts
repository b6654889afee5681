/** What the resolver is compared with: Express over Level, bare and with the usual middleware. */
import { randomUUID } from "node:crypto";
import cors from "cors";
import express, { type Express, type RequestHandler } from "express";
import helmet from "helmet";
import { Level } from "level";
import morgan from "morgan";
import { Histogram, Registry } from "prom-client";
import type { Values } from "./serverSettings.js";

/** Express as anybody would start with it: its defaults, one route, one look-up. */
export async function bareExpress(values: Values): Promise<Express> {
  const app = express();
  app.get("/*path", await fromLevel(values));
  return app;
}

/** The same with ids, a log line, metrics, security headers, CORS and a limit on bodies: each by the library for it. */
export async function usualExpress(values: Values): Promise<Express> {
  const app = express();
  app.use(identified);
  app.use(morgan("combined"));
  app.use(measured(new Registry()));
  app.use(helmet());
  app.use(cors());
  app.use(express.json({ limit: "16kb" }));
  app.get("/*path", await fromLevel(values));
  return app;
}

async function fromLevel({ location, status, contentType }: Values): Promise<RequestHandler> {
  const level = new Level<string, string>(location, { valueEncoding: "utf8" });
  await level.open({ createIfMissing: false });
  return (req, res) => {
    const value = level.getSync(req.originalUrl);
    if (value === undefined) res.sendStatus(404);
    else if (status === 307) res.redirect(307, value);
    else res.status(status).type(contentType).send(value);
  };
}

const identified: RequestHandler = (_req, res, next) => {
  res.setHeader("X-Request-Id", randomUUID());
  next();
};

/** As prom-client's documentation has it. */
function measured(registry: Registry): RequestHandler {
  const duration = new Histogram({
    name: "http_request_duration_seconds",
    help: "Duration of requests",
    labelNames: ["route", "method", "status"],
    registers: [registry],
  });
  return (req, res, next) => {
    const end = duration.startTimer();
    res.on("finish", () => end({ route: "/*path", method: req.method, status: res.statusCode }));
    next();
  };
}
