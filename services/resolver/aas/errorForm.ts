/** Errors as the AAS interfaces tell them: result messages (IDTA-01002, "Result"). */
import type { IncomingMessage } from "node:http";
import type { CadastreError } from "../../errors/cadastreError.js";
import { problemKind } from "../http/catalogue.js";
import { type ErrorForm, retryAfter } from "../http/problem.js";
import { requestOf } from "../http/request.js";
import { sendJson } from "../http/send.js";

const status = ({ code }: CadastreError): number => problemKind(code)?.status ?? 500;

/** Longest code of a message. */
const maxCode = 32;

/** @param own Whether the message is about what the caller sent. */
function message(req: IncomingMessage, error: CadastreError, own: boolean) {
  const { explanation = "An unexpected error happened." } = problemKind(error.code) ?? {};
  const text = own ? [error.message, error.hint].filter((part) => part !== undefined).join(" ") : explanation;
  return {
    code: error.code.slice(0, maxCode),
    correlationId: requestOf(req).id,
    messageType: !own ? "Exception" : status(error) < 400 ? "Info" : "Error",
    text,
    timestamp: new Date().toISOString(),
  };
}

export const aasErrors: ErrorForm = {
  at: /^\/(?:lookup|shell-descriptors|submodel-descriptors|description)(?:\/|$)/,
  status,
  send: (req, res, error, headers = {}) => {
    const code = status(error);
    sendJson(
      req,
      res,
      code,
      { messages: [message(req, error, code < 500)] },
      {
        "cache-control": "no-store",
        "retry-after": code === 503 || code === 202 ? retryAfter : undefined,
        "www-authenticate": code === 401 ? "Bearer" : undefined,
        ...headers,
      },
    );
  },
};
