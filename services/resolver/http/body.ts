/** The body of a request, where a route takes one: JSON, bounded, parsed once. */
import type { IncomingMessage } from "node:http";
import type { z } from "zod";
import { ResolverError } from "../errors.js";

/**
 * The body of a request as JSON that fits a schema. Express' parser would read a body that is too large to its end, however
 * long that takes; here nothing is read beyond the bound.
 *
 * @param most Bytes.
 * @throws ResolverError RESOLVER_UNSUPPORTED_MEDIA_TYPE, RESOLVER_BODY_TOO_LARGE, RESOLVER_INVALID_BODY.
 */
export async function bodyOf<Body>(
  req: IncomingMessage,
  schema: z.ZodType<Body>,
  most: number,
): Promise<Body> {
  if (Number(req.headers["content-length"] ?? 0) > most) throw bodyTooLarge(most, askLess);
  checkIsPlainJson(req);
  const parsed = schema.safeParse(jsonIn(await bytesOf(req, most)));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const at =
    issue === undefined || issue.path.length === 0 ? "The body" : `'${issue.path.join(".").slice(0, 64)}'`;
  throw invalid(`${at} is not right: ${issue?.message ?? "invalid"}.`);
}

function checkIsPlainJson({ headers }: IncomingMessage): void {
  const type = (headers["content-type"] ?? "").split(";", 1)[0]?.trim().toLowerCase();
  const coding = headers["content-encoding"] ?? "identity";
  if (type === "application/json" && coding === "identity") return;
  throw new ResolverError("RESOLVER_UNSUPPORTED_MEDIA_TYPE", "The body is not declared to be plain JSON.", {
    hint: "Send Content-Type: application/json, and no Content-Encoding.",
  });
}

async function bytesOf(req: IncomingMessage, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let received = 0;
  try {
    // The answer needs the connection that the request came by, also where the rest of the body is left unread.
    for await (const chunk of req.iterator({ destroyOnReturn: false })) {
      received += chunk.length;
      if (received > most) break;
      chunks.push(chunk);
    }
  } catch (cause) {
    // The caller has gone: nobody reads the answer, and it is no fault of the resolver.
    throw invalid("The body breaks off.", cause);
  }
  if (received > most) throw bodyTooLarge(most, askLess);
  return Buffer.concat(chunks);
}

function jsonIn(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    if (cause instanceof SyntaxError || cause instanceof TypeError)
      throw invalid("The body is no JSON in UTF-8.", cause);
    throw cause;
  }
}

function invalid(message: string, cause?: unknown): ResolverError {
  return new ResolverError("RESOLVER_INVALID_BODY", message, {
    hint: "See /docs/ for the body that this resource takes.",
    ...(cause === undefined ? {} : { cause }),
  });
}

const askLess = "Send it in several requests.";

export function bodyTooLarge(most: number, hint: string): ResolverError {
  return new ResolverError("RESOLVER_BODY_TOO_LARGE", `The request's body has more than ${most} bytes.`, {
    hint,
  });
}
