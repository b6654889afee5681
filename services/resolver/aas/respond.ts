/** Answers of the AAS interfaces: JSON with an entity tag. */
import type { Request, Response } from "express";
import { isAnonymous } from "../auth/context.js";
import { contentDigest, isCurrent } from "../http/etag.js";
import { send, sendEmpty } from "../http/send.js";
import type { ResultPage } from "./paging.js";

/** Records change with the chain: a cache asks again, and keeps to one caller what it got with credentials. */
const caching = (req: Request) => ({
  "cache-control": isAnonymous(req) ? "no-cache" : "private, no-cache",
  vary: "Authorization",
});

export function respond(req: Request, res: Response, value: unknown): void {
  const body = JSON.stringify(value);
  const headers = { etag: `"${contentDigest(body)}"`, ...caching(req) };
  if (isCurrent(req.headers["if-none-match"], headers.etag)) sendEmpty(req, res, 304, headers);
  else send(req, res, 200, body, { "content-type": "application/json; charset=utf-8", ...headers });
}

export function paged<Item>({ items, cursor }: ResultPage<Item>) {
  return { paging_metadata: cursor === null ? {} : { cursor }, result: items };
}
