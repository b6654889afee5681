/** Errors as BID resolution tells them: a code and a message. */
import type { CadastreError } from "../../errors/cadastreError.js";
import { isAboutCaller } from "../auth/refusals.js";
import { DidError } from "../did/errors.js";
import { type ErrorForm, problemDocument, retryAfter, sendProblem } from "../http/problem.js";
import { sendJson } from "../http/send.js";
import { BidError, type BidFault, bidCodes, bidStatuses } from "./errors.js";

function faultOf(error: CadastreError): BidFault {
  if (error instanceof BidError) return error.fault;
  if (error instanceof DidError && error.error === "FEATURE_NOT_SUPPORTED") return "unsupported";
  if (error.code === "RESOLVER_MALFORMED_URL" || error.code === "RESOLVER_UNKNOWN_ROUTE") return "protocol";
  return error.code === "RESOLVER_NOT_READY" || error.code.startsWith("STORE_") ? "busy" : "error";
}

const passing: Partial<Record<BidFault, string>> = {
  busy: "The resolver cannot answer now; try again shortly.",
  error: "Something failed that should not have.",
};

export const bidErrors: ErrorForm = {
  at: /^\/did(?::|%3a)bid(?::|%3a)/i,
  status: (error) => (isAboutCaller(error) ? problemDocument(error).status : bidStatuses[faultOf(error)]),
  send: (req, res, error) => {
    if (isAboutCaller(error)) {
      sendProblem(req, res, error);
      return;
    }
    const fault = faultOf(error);
    const body = { errorCode: bidCodes[fault], message: passing[fault] ?? error.message };
    sendJson(req, res, bidStatuses[fault], body, {
      "cache-control": "no-store",
      "retry-after": fault === "busy" ? retryAfter : undefined,
    });
  },
};
