/** Errors as the AAS interfaces tell them: result messages (IDTA-01002, "Result"). */
import type { CadastreError } from "../../errors/cadastreError.js";
import { problemKind } from "../http/catalogue.js";
import { type ErrorForm, problemHeaders, retryAfter } from "../http/problem.js";
import { requestOf } from "../http/request.js";
import { sendJson } from "../http/send.js";
import type { ResultMessage } from "./schema.js";

const status = ({ code }: CadastreError): number => problemKind(code)?.status ?? 500;

/** Longest code of a message. */
const maxCode = 32;

/** Whether the error is about what the caller sent: then it is told what it was. */
export const isOwn = (error: CadastreError): boolean => status(error) < 500;

/** @param about What it is about, where that is a part of what was sent. */
export function errorMessage(correlationId: string, error: CadastreError, about = ""): ResultMessage {
  const own = isOwn(error);
  const { explanation = "An unexpected error happened." } = problemKind(error.code) ?? {};
  const text = own ? [error.message, error.hint].filter((part) => part !== undefined).join(" ") : explanation;
  const messageType = !own ? "Exception" : status(error) < 400 ? "Info" : "Error";
  return resultMessage(correlationId, error.code, messageType, about + text);
}

export function resultMessage(
  correlationId: string,
  code: string,
  messageType: ResultMessage["messageType"],
  text: string,
): ResultMessage {
  return {
    code: code.slice(0, maxCode),
    correlationId,
    messageType,
    text,
    timestamp: new Date().toISOString(),
  };
}

export const aasErrors: ErrorForm = {
  at: /^\/(?:lookup|shell-descriptors|submodel-descriptors|bulk|description)(?:\/|$)/,
  status,
  send: (req, res, error, headers = {}) => {
    const code = status(error);
    sendJson(
      req,
      res,
      code,
      { messages: [errorMessage(requestOf(req).id, error)] },
      {
        ...problemHeaders(code),
        ...(code === 202 && { "retry-after": retryAfter }),
        "www-authenticate": code === 401 ? "Bearer" : undefined,
        ...headers,
      },
    );
  },
};
