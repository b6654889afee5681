/** Refuses what no route could make sense of, before any route sees it. */
import type { RequestHandler } from "express";
import { ResolverError } from "../errors.js";
import { bodyTooLarge } from "./body.js";
import { type ErrorForm, sendProblem } from "./problem.js";

/** Bytes of a body that are read and thrown away, where a request is to have none. */
export const maxBodyBytes = 16 * 1024;

/** 400 for a URL that does not decode to UTF-8. */
export const decodableUrl: RequestHandler = (req, _res, next) => {
  if (req.url.includes("%")) {
    try {
      decodeURIComponent(req.url);
    } catch (cause) {
      throw new ResolverError("RESOLVER_MALFORMED_URL", "The URL is not percent-encoded UTF-8.", {
        hint: "Percent-encode the identifier as by RFC 3986; a literal percent sign is %25.",
        cause,
      });
    }
  }
  next();
};

/**
 * 413 for a body that is too large, whether it says so beforehand or turns out so.
 * @param refuse How it is told: as a problem document, or in the form of a protocol.
 */
export function boundedBody(refuse: ErrorForm["send"] = sendProblem): RequestHandler {
  return (req, res, next) => {
    const length = req.headers["content-length"];
    if (length !== undefined && Number(length) > maxBodyBytes) {
      refuse(req, res, bodyTooLarge(maxBodyBytes, withoutBody));
      return;
    }
    // A route may have read to the end and passed the request on to the next.
    if (req.headers["transfer-encoding"] === undefined || req.readableEnded) {
      next();
      return;
    }
    let received = 0;
    req.on("data", (chunk: Buffer) => {
      received += chunk.length;
      if (received <= maxBodyBytes || res.writableEnded) return;
      refuse(req, res, bodyTooLarge(maxBodyBytes, withoutBody));
      res.once("finish", () => req.destroy());
    });
    req.once("end", next);
  };
}

const withoutBody = "Send the request without a body.";
