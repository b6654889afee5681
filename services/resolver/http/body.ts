/** Bodies in JSON, for the few resources that take one. */
import express, { type RequestHandler } from "express";
import { z } from "zod";
import { ResolverError } from "../errors.js";
import { rememberBytes } from "./bodyBytes.js";

/** What the parser says of a body that it does not take. */
const parserErrors = z.object({ status: z.number(), type: z.string() });

/**
 * Reads a body into `req.body`; its structure is the handler's to check.
 *
 * Raises RESOLVER_BODY_TOO_LARGE, RESOLVER_UNSUPPORTED_MEDIA_TYPE for anything but plain JSON in UTF-8, and
 * RESOLVER_INVALID_BODY for what is not JSON.
 */
export function jsonBody(maxBytes: number): RequestHandler {
  const parse = express.json({
    limit: maxBytes,
    inflate: false,
    strict: false,
    type: "application/json",
    // Called with the bytes as they came, before they are parsed.
    verify: (req, _res, bytes) => rememberBytes(req, bytes),
  });
  return (req, res, next) => {
    parse(req, res, (raised: unknown) => {
      if (raised !== undefined) next(bodyError(raised, maxBytes));
      else if (req.body === undefined) next(noJson(req.headers["content-type"]));
      else next();
    });
  };
}

function noJson(contentType: string | undefined): ResolverError {
  return contentType === undefined
    ? invalidBody("The request has no body.")
    : new ResolverError("RESOLVER_UNSUPPORTED_MEDIA_TYPE", "The request's body is not of application/json.", {
        hint: "Send JSON, with the header Content-Type: application/json.",
      });
}

function bodyError(raised: unknown, maxBytes: number): unknown {
  const parsed = parserErrors.safeParse(raised);
  if (!parsed.success) return raised;
  switch (parsed.data.status) {
    case 413:
      return new ResolverError("RESOLVER_BODY_TOO_LARGE", `The body has more than ${maxBytes} bytes.`, {
        hint: "Send less at once.",
        cause: raised,
      });
    case 415:
      return new ResolverError(
        "RESOLVER_UNSUPPORTED_MEDIA_TYPE",
        "The body's encoding or character set is not one that is read here.",
        { hint: "Send plain JSON in UTF-8.", cause: raised },
      );
    default:
      return parsed.data.status < 500 ? invalidBody("The request's body is not JSON.", raised) : raised;
  }
}

function invalidBody(message: string, cause?: unknown): ResolverError {
  return new ResolverError("RESOLVER_INVALID_BODY", message, {
    hint: "Send JSON, with the header Content-Type: application/json.",
    cause,
  });
}
