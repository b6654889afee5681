/** What the resolver notes about a request while it is under way: its id, its start, the route it took. */
import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Awaiting } from "./sent.js";

export interface RequestNotes {
  /** UUID; goes back as `X-Request-Id` and stands in the log. */
  readonly id: string;
  /** `performance.now()` at arrival. */
  readonly started: number;
  /** OpenAPI path of the route that took it, `-` while none has. */
  route: string;
  /** Who wants to know of its answer; null where nobody does. */
  awaiting: Awaiting | null;
}

const notes: unique symbol = Symbol("request notes");

declare module "node:http" {
  interface IncomingMessage {
    [notes]?: RequestNotes;
  }
}

/** Taken once: in a bundle, each use of what Node itself offers is a look-up. */
const newId = randomUUID;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Opens the notes of a request.
 * @param fromProxy Whether a trusted proxy sent it, whose UUID in `X-Request-Id` is taken over.
 */
export function openRequest(req: IncomingMessage, fromProxy: boolean): RequestNotes {
  const given = fromProxy ? req.headers["x-request-id"] : undefined;
  const id = typeof given === "string" && uuid.test(given) ? given : newId();
  const opened = { id, started: performance.now(), route: "-", awaiting: null };
  req[notes] = opened;
  return opened;
}

/** The notes of a request; opens them for one that never reached the first middleware. */
export function requestOf(req: IncomingMessage): RequestNotes {
  return req[notes] ?? openRequest(req, false);
}
