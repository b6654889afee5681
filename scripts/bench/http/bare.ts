/** Servers that do nothing but answer: what the resolver is compared with. */
import { createServer, type Server } from "node:http";
import express from "express";
import type { Answer } from "./serverSettings.js";

/** Express as anybody would start with it: its defaults, one route, `res.json` or `res.redirect`. */
export function bareExpress({ status, location, body }: Answer): Server {
  const app = express();
  if (location === null) {
    const value: unknown = JSON.parse(body);
    app.get("/*path", (_req, res) => {
      res.status(status).json(value);
    });
  } else {
    app.get("/*path", (_req, res) => {
      res.redirect(status, location);
    });
  }
  return createServer(app);
}

/** Node's own server with the text made beforehand: no server in JavaScript is faster. */
export function bareNode({ status, location, body }: Answer): Server {
  const headers = {
    "content-type": "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(body),
    ...(location === null ? {} : { location }),
  };
  return createServer((_req, res) => {
    res.writeHead(status, headers);
    res.end(body);
  });
}
