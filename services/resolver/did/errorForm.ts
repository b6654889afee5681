/** Errors as W3C DID Resolution tells them: RFC 9457 objects whose type is one of the standard's, in the result that was asked for. */
import type { CadastreError } from "../../errors/cadastreError.js";
import { isAboutCaller } from "../auth/refusals.js";
import {
  type ErrorForm,
  problemDocument,
  problemMediaType,
  retryAfter,
  sendProblem,
} from "../http/problem.js";
import { send } from "../http/send.js";
import { DidError, type DidErrorName, didErrorStatuses, didErrorTitles } from "./errors.js";
import { dereferencingType, errorRepresentation, resolutionType } from "./representation.js";

/** What is no DID error is one of the URL's text, or the resolver's own fault. */
function nameOf(error: CadastreError): DidErrorName {
  if (error instanceof DidError) return error.error;
  return error.code === "RESOLVER_MALFORMED_URL" ? "INVALID_DID" : "INTERNAL_ERROR";
}

export const didErrorType = (name: DidErrorName): string => `https://www.w3.org/ns/did#${name}`;

function errorObject(error: CadastreError) {
  const name = nameOf(error);
  const detail = detailOf(error, name);
  return { type: didErrorType(name), title: didErrorTitles[name], status: didErrorStatuses[name], detail };
}

function detailOf(error: CadastreError, name: DidErrorName): string {
  if (error.code === "RESOLVER_NOT_READY") return "The index has not read anything from the chain yet.";
  return name === "INTERNAL_ERROR" ? "Something failed that should not have." : error.message;
}

export const didErrors: ErrorForm = {
  at: /^\/1\.0\/identifiers\/|^\/(?:(?:parties|twins|records)\/[^/]+\/|\.well-known\/)?did\.json$/,
  status: (error) => (isAboutCaller(error) ? problemDocument(error).status : didErrorStatuses[nameOf(error)]),
  send: (req, res, error) => {
    if (isAboutCaller(error)) {
      sendProblem(req, res, error, { vary: "Accept" });
      return;
    }
    const object = errorObject(error);
    const form = errorRepresentation(req.headers.accept);
    const [type, body] =
      form === "resolution"
        ? [
            resolutionType,
            { didResolutionMetadata: { error: object }, didDocument: null, didDocumentMetadata: {} },
          ]
        : form === "dereferencing"
          ? [
              dereferencingType,
              { dereferencingMetadata: { error: object }, contentStream: null, contentMetadata: {} },
            ]
          : [problemMediaType, object];
    send(req, res, object.status, JSON.stringify(body), {
      "content-type": type,
      "cache-control": "no-store",
      vary: "Accept",
      "retry-after": error.code === "RESOLVER_NOT_READY" ? retryAfter : undefined,
    });
  },
};
