/** Bodies in JSON, for the few resources that take one: bounded, read once. */
import type { IncomingMessage } from "node:http";
import type { RequestHandler } from "express";
import type { z } from "zod";
import { boundedBytes } from "../../rights/requests/boundedBytes.js";
import { ResolverError } from "../errors.js";
import { rememberBytes } from "./bodyBytes.js";

/**
 * Reads a body into `req.body`; its structure is the handler's to check. Express' parser would read a body that is too large to its
 * end, however long that takes; here nothing is read beyond the bound.
 *
 * Raises RESOLVER_BODY_TOO_LARGE, RESOLVER_UNSUPPORTED_MEDIA_TYPE for anything but plain JSON, and RESOLVER_INVALID_BODY for
 * what is not JSON in UTF-8, or has half of a character in a text.
 */
export function jsonBody(maxBytes: number): RequestHandler {
  return async (req, _res, next) => {
    if (Number(req.headers["content-length"] ?? 0) > maxBytes) throw bodyTooLarge(maxBytes, askLess);
    checkIsPlainJson(req);
    const bytes = await bytesOf(req, maxBytes);
    rememberBytes(req, bytes);
    req.body = jsonIn(bytes);
    next();
  };
}

const askLess = "Send it in several requests.";

const plainJson = /^application\/json *(?:; *charset="?utf-8"? *)?$/i;

function checkIsPlainJson({ headers }: IncomingMessage): void {
  const { "content-type": type, "content-encoding": coding = "identity" } = headers;
  const length = headers["transfer-encoding"] ?? headers["content-length"];
  if (type === undefined && (length ?? "0") === "0") throw invalid("The request has no body.", seeDocs);
  if (plainJson.test(type ?? "") && coding === "identity") return;
  throw new ResolverError("RESOLVER_UNSUPPORTED_MEDIA_TYPE", "The body is not declared to be plain JSON.", {
    hint: "Send Content-Type: application/json, and no Content-Encoding.",
  });
}

/**
 * The bytes of a body, in whatever form.
 * @throws ResolverError RESOLVER_BODY_TOO_LARGE, RESOLVER_INVALID_BODY where it breaks off.
 */
export async function bytesOf(req: IncomingMessage, maxBytes: number): Promise<Buffer> {
  // Where it breaks off the caller has gone: nobody reads the answer, and it is no fault of the resolver.
  const bytes = await boundedBytes(req, maxBytes).catch((cause: unknown) => {
    throw invalid("The body breaks off.", seeDocs, cause);
  });
  if (bytes === null) throw bodyTooLarge(maxBytes, askLess);
  return bytes;
}

/** Where there is none, no text can have half of a character in it: UTF-8 has no other way to write one. */
const escapedHalf = /\\u[dD][89a-fA-F]/;

function jsonIn(bytes: Buffer): unknown {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return escapedHalf.test(text) ? JSON.parse(text, wellFormed) : JSON.parse(text);
  } catch (cause) {
    // RangeError: too deep to be looked through.
    if (cause instanceof SyntaxError || cause instanceof TypeError || cause instanceof RangeError)
      throw invalid("The body is no JSON in UTF-8.", seeDocs, cause);
    throw cause;
  }
}

/** I-JSON (RFC 7493, section 2.1): what is not Unicode cannot be written down again, neither in a log nor on the ledger. */
function wellFormed(name: string, value: unknown): unknown {
  const texts = typeof value === "string" ? [name, value] : [name];
  if (texts.some((text) => /\p{Cs}/u.test(text)))
    throw invalid(
      "A text in the body has half of a character.",
      "Send whole characters (RFC 7493, section 2.1).",
    );
  return value;
}

const seeDocs = "See /docs/ for the body that this resource takes.";

/**
 * What a body says, where it fits a schema.
 * @throws ResolverError RESOLVER_INVALID_BODY
 */
export function bodyOf<Body>(schema: z.ZodType<Body>, body: unknown, hint = seeDocs): Body {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place =
    issue === undefined || issue.path.length === 0 ? "The body" : `'${issue.path.join(".").slice(0, 64)}'`;
  throw invalid(`${place} is not right: ${issue?.message ?? "invalid"}.`.slice(0, 500), hint);
}

function invalid(message: string, hint: string, cause?: unknown): ResolverError {
  return new ResolverError("RESOLVER_INVALID_BODY", message, {
    hint,
    ...(cause === undefined ? {} : { cause }),
  });
}

export function bodyTooLarge(maxBytes: number, hint: string): ResolverError {
  return new ResolverError("RESOLVER_BODY_TOO_LARGE", `The request's body has more than ${maxBytes} bytes.`, {
    hint,
  });
}
