/** The one way an answer leaves: status, the fixed headers, its own headers and its length, written at once. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { type Coding, codingFor, compress, isCompressible } from "./encoding.js";
import { isCurrent, weak } from "./etag.js";
import { requestOf } from "./request.js";
import { fixedHeaders } from "./securityHeaders.js";
import type { Sent } from "./sent.js";

const flatFixedHeaders: readonly string[] = Object.entries(fixedHeaders).flat();

/** Headers of one answer; an undefined value leaves the header out. */
export type Headers = Readonly<Record<string, string | undefined>>;

function fieldsOf(length: number | undefined, headers: Headers): string[] {
  const list = [...flatFixedHeaders];
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) list.push(name, value);
  }
  if (length !== undefined) list.push("content-length", String(length));
  return list;
}

/** Sends a body, compressed where that is worth it; for HEAD, Node leaves the body out and keeps its length. */
export function send(
  req: IncomingMessage,
  res: ServerResponse,
  status: number,
  body: string | Buffer,
  headers: Headers,
): void {
  const { coding, headers: sent } = negotiated(req, body, headers);
  if (coding === null) {
    write(req, res, status, body, sent);
    return;
  }
  requestOf(req).awaiting?.made();
  compress(body, coding, (error, bytes) => {
    if (error === null) write(req, res, status, bytes, sent);
    else res.destroy(error);
  });
}

/** Sends a body that has an entity tag, or 304 where the caller has it already. */
export function sendTagged(
  req: IncomingMessage,
  res: ServerResponse,
  body: string | Buffer,
  headers: Headers & { readonly etag: string },
): void {
  if (!isCurrent(req.headers["if-none-match"], headers.etag)) {
    send(req, res, 200, body, headers);
    return;
  }
  const { headers: sent } = negotiated(req, body, headers);
  sendEmpty(req, res, 304, { ...sent, "content-type": undefined, "content-encoding": undefined });
}

/** A tag of a body's very bytes is a weak one of the same body compressed. */
function negotiated(
  req: IncomingMessage,
  body: string | Buffer,
  headers: Headers,
): { readonly coding: Coding | null; readonly headers: Headers } {
  if (!isCompressible(body.length, headers["content-type"])) return { coding: null, headers };
  const { vary, etag } = headers;
  const varied = { ...headers, vary: vary === undefined ? "Accept-Encoding" : `${vary}, Accept-Encoding` };
  const coding = codingFor(req.headers["accept-encoding"]);
  if (coding === null) return { coding, headers: varied };
  const tag = etag === undefined ? undefined : weak(etag);
  return { coding, headers: { ...varied, etag: tag, "content-encoding": coding } };
}

function write(
  req: IncomingMessage,
  res: ServerResponse,
  status: number,
  body: string | Buffer,
  headers: Headers,
): void {
  const length = Buffer.byteLength(body);
  const encoding = length === body.length ? "latin1" : "utf8";
  answer(req, res, { status, fields: fieldsOf(length, headers), body, encoding });
}

function answer(req: IncomingMessage, res: ServerResponse, sent: Sent): void {
  requestOf(req).awaiting?.answered(sent);
  sendWhole(req, res, sent);
}

/** Sends an answer that is made already. For HEAD, Node leaves the body out. */
export function sendWhole(
  req: IncomingMessage,
  res: ServerResponse,
  { status, fields, body, encoding }: Sent,
): void {
  res.writeHead(status, [...fields, "x-request-id", requestOf(req).id]);
  if (body === null) res.end();
  else res.end(body, encoding);
}

/** Sends an answer without a body: 204, 304, redirects to where the body is. */
export function sendEmpty(req: IncomingMessage, res: ServerResponse, status: number, headers: Headers): void {
  const bodyless = status === 204 || status === 304;
  answer(req, res, {
    status,
    fields: fieldsOf(bodyless ? undefined : 0, headers),
    body: null,
    encoding: "latin1",
  });
}

/** Begins an answer of unknown length, whose handler writes and ends it. */
export function startStream(req: IncomingMessage, res: ServerResponse, headers: Headers): void {
  res.writeHead(200, [...fieldsOf(undefined, headers), "x-request-id", requestOf(req).id]);
  res.flushHeaders();
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
