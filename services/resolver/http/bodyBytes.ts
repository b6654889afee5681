/** The bytes of a request's body, beside what they were parsed into: a signature is over the bytes. */
import type { IncomingMessage } from "node:http";

const received: unique symbol = Symbol("body's bytes");

declare module "node:http" {
  interface IncomingMessage {
    [received]?: Uint8Array;
  }
}

const none = new Uint8Array();

/** For whoever reads a body. */
export function rememberBytes(req: IncomingMessage, bytes: Uint8Array): void {
  req[received] = bytes;
}

/** The bytes of the body, none where the request has no body; null for a body that nobody has read. */
export function bodyBytes(req: IncomingMessage): Uint8Array | null {
  const read = req[received];
  if (read !== undefined) return read;
  const { "content-length": length = "0", "transfer-encoding": coding } = req.headers;
  return Number(length) === 0 && coding === undefined ? none : null;
}
