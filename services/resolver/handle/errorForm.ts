/** Errors as the Handle HTTP API tells them: a response code of the Handle protocol in a JSON object. */
import type { CadastreError } from "../../errors/cadastreError.js";
import { isAboutCaller } from "../auth/refusals.js";
import { problemKind } from "../http/catalogue.js";
import { type ErrorForm, problemHeaders, sendProblem } from "../http/problem.js";
import { sendJson } from "../http/send.js";
import { handleText } from "./request.js";

export const apiStem = "/api/handles/";

/** Response codes of the Handle protocol (RFC 3652, section 2.2.1.3) that a resolution can end with. */
export const responseCodes = {
  success: 1,
  error: 2,
  handleNotFound: 100,
  invalidHandle: 102,
  valuesNotFound: 200,
} as const;

function responseCode({ code }: CadastreError): number {
  if (code === "RESOLVER_UNKNOWN_IDENTIFIER") return responseCodes.handleNotFound;
  if (code.startsWith("IDENTIFIER_") || code === "RESOLVER_MALFORMED_URL") return responseCodes.invalidHandle;
  return responseCodes.error;
}

const status = ({ code }: CadastreError): number => problemKind(code)?.status ?? 500;

export const handleErrors: ErrorForm = {
  at: /^\/api\/handles(?:\/|$)/,
  status,
  send: (req, res, error) => {
    if (isAboutCaller(error)) {
      sendProblem(req, res, error);
      return;
    }
    const kind = problemKind(error.code);
    const own = status(error) < 500;
    const body = {
      responseCode: responseCode(error),
      ...handleOf(req.url ?? ""),
      message: own ? error.message : (kind?.explanation ?? "An unexpected error happened."),
    };
    sendJson(req, res, status(error), body, problemHeaders(status(error)));
  },
};

/** The handle as it was asked for, where the URL can be read at all. */
function handleOf(url: string): { readonly handle?: string } {
  try {
    return { handle: handleText(url, apiStem) };
  } catch (error) {
    if (error instanceof URIError) return {};
    throw error;
  }
}
