/** Errors as problem documents (RFC 9457): the one place where an error becomes an HTTP answer. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Request, Response } from "express";
import type { Logger } from "pino";
import { CadastreError } from "../../errors/cadastreError.js";
import { ResolverError } from "../errors.js";
import { problemKind, problemType } from "./catalogue.js";
import { requestOf } from "./request.js";
import { type Headers, send } from "./send.js";

export const problemMediaType = "application/problem+json";

/** Seconds after which a caller may try again what failed for a passing reason. */
export const retryAfter = "5";

/** The ways in which a caller can prove who it is (RFC 9110, section 11.6.1). */
const authenticate = 'Cadastre-Signature realm="cadastre", Bearer realm="cadastre"';

/** Layers whose messages and details are about what the caller sent, and so may go back to it. */
const callersOwn = /^(?:RESOLVER_|IDENTIFIER_|ACCESS_LOG_ALLOWANCE_)/;

/** What is wrong, as every problem document tells it; whose request it was of is not in it. */
export interface ProblemDocument {
  /** Page about this kind of problem, relative to this resolver. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly hint?: string;
  readonly [more: string]: unknown;
}

/** Whether an error is about what the caller sent: its message, hint and details may go back. */
export function isCallersFault({ code }: CadastreError): boolean {
  const kind = problemKind(code);
  return kind !== undefined && kind.status < 500 && callersOwn.test(code);
}

export function problemDocument(error: CadastreError): ProblemDocument {
  const kind = problemKind(error.code);
  if (kind === undefined) return problemDocument(internalError(error));
  const { status, title, explanation } = kind;
  const open = isCallersFault(error);
  return {
    ...(open ? error.details : {}),
    type: problemType(error.code),
    title,
    status,
    detail: open ? error.message : explanation,
    code: error.code,
    ...(open && error.hint !== undefined ? { hint: error.hint } : {}),
  };
}

/** Headers that every answer to an error has, in whichever form. */
export function problemHeaders(status: number): Headers {
  return {
    "cache-control": "no-store",
    "retry-after": status === 503 ? retryAfter : undefined,
    "www-authenticate": status === 401 ? authenticate : undefined,
    // The rest of a body that is not wanted is not worth reading: the connection ends with the answer.
    connection: status === 413 || status === 415 ? "close" : undefined,
  };
}

export function sendProblem(
  req: IncomingMessage,
  res: ServerResponse,
  error: CadastreError,
  headers: Headers = {},
): void {
  const { code, hint, ...document } = problemDocument(error);
  const { status } = document;
  const instance = `urn:uuid:${requestOf(req).id}`;
  const { retryAfter: pause } = document;
  send(req, res, status, JSON.stringify({ ...document, instance, code, hint }), {
    "content-type": problemMediaType,
    ...problemHeaders(status),
    ...(typeof pause === "number" && { "retry-after": String(pause) }),
    ...headers,
  });
}

function internalError(cause: unknown): ResolverError {
  return new ResolverError("RESOLVER_INTERNAL", "An unexpected error happened.", { cause });
}

/** What Express raises for a path that it cannot decode. */
function isUndecodable(error: unknown): boolean {
  return error instanceof URIError || (error instanceof Error && "status" in error && error.status === 400);
}

function inOurTerms(error: unknown): CadastreError {
  if (error instanceof CadastreError) return error;
  if (isUndecodable(error)) {
    return new ResolverError("RESOLVER_MALFORMED_URL", "The URL's path cannot be decoded.", {
      hint: "Percent-encode the identifier as by RFC 3986.",
      cause: error,
    });
  }
  return internalError(error);
}

/** How a protocol tells errors, at the paths that it serves. */
export interface ErrorForm {
  /** Tests the path. */
  readonly at: RegExp;
  readonly status: (error: CadastreError) => number;
  readonly send: (req: IncomingMessage, res: ServerResponse, error: CadastreError, headers?: Headers) => void;
}

const problemForm: ErrorForm = {
  at: /^/,
  status: ({ code }) => problemKind(code)?.status ?? 500,
  send: sendProblem,
};

/**
 * What answers any error: with a problem document, or in the form of the protocol that is served at the path. It logs those that are
 * the resolver's own fault. Nothing comes after it: an error that cannot be told ends the connection.
 */
export function problems(
  logger: Logger,
  forms: readonly ErrorForm[],
): (error: unknown, req: Request, res: Response) => void {
  return (error, req, res) => {
    const known = inOurTerms(error);
    const form = forms.find(({ at }) => at.test(req.path)) ?? problemForm;
    if (form.status(known) >= 500) logger.error({ id: requestOf(req).id, err: error }, "request failed");
    if (res.headersSent) {
      // Half an answer is out: the only way left to say that it is not whole is to end the connection.
      res.destroy();
      return;
    }
    try {
      form.send(req, res, known);
    } catch (cause) {
      logger.error({ id: requestOf(req).id, err: cause }, "an error could not be told");
      res.destroy();
    }
  };
}
