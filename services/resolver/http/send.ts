/** The one way an answer leaves: status, the fixed headers, its own headers and its length, written at once. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { requestOf } from "./request.js";
import { fixedHeaders } from "./securityHeaders.js";

const flatFixedHeaders: readonly string[] = Object.entries(fixedHeaders).flat();

/** Headers of one answer; an undefined value leaves the header out. */
export type Headers = Readonly<Record<string, string | undefined>>;

function headerList(req: IncomingMessage, length: number | undefined, headers: Headers): string[] {
  const list = [...flatFixedHeaders, "x-request-id", requestOf(req).id];
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) list.push(name, value);
  }
  if (length !== undefined) list.push("content-length", String(length));
  return list;
}

/** Sends a body; for HEAD, Node leaves the body out and keeps its length. */
export function send(
  req: IncomingMessage,
  res: ServerResponse,
  status: number,
  body: string | Buffer,
  headers: Headers,
): void {
  res.writeHead(status, headerList(req, Buffer.byteLength(body), headers));
  res.end(body);
}

/** Sends an answer without a body: 204, 304, redirects to where the body is. */
export function sendEmpty(req: IncomingMessage, res: ServerResponse, status: number, headers: Headers): void {
  const bodyless = status === 204 || status === 304;
  res.writeHead(status, headerList(req, bodyless ? undefined : 0, headers));
  res.end();
}

export function sendJson(
  req: IncomingMessage,
  res: ServerResponse,
  status: number,
  value: unknown,
  headers: Headers = {},
): void {
  send(req, res, status, JSON.stringify(value), {
    "content-type": "application/json; charset=utf-8",
    ...headers,
  });
}
