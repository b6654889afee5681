/** What can go wrong when a DID is resolved, in the terms of W3C DID Resolution. */
import { CadastreError } from "../../errors/cadastreError.js";

/** HTTP statuses of the standard's errors (DID Resolution, section 12.1). */
export const didErrorStatuses = {
  INVALID_DID: 400,
  INVALID_DID_URL: 400,
  INVALID_OPTIONS: 400,
  NOT_FOUND: 404,
  REPRESENTATION_NOT_SUPPORTED: 406,
  INTERNAL_ERROR: 500,
  METHOD_NOT_SUPPORTED: 501,
  FEATURE_NOT_SUPPORTED: 501,
} as const;

export type DidErrorName = keyof typeof didErrorStatuses;

export const didErrorTitles: Readonly<Record<DidErrorName, string>> = {
  INVALID_DID: "Invalid DID",
  INVALID_DID_URL: "Invalid DID URL",
  INVALID_OPTIONS: "Invalid options",
  NOT_FOUND: "Not found",
  REPRESENTATION_NOT_SUPPORTED: "Representation not supported",
  INTERNAL_ERROR: "Internal error",
  METHOD_NOT_SUPPORTED: "Method not supported",
  FEATURE_NOT_SUPPORTED: "Feature not supported",
};

export class DidError extends CadastreError<`DID_${DidErrorName}`> {
  readonly error: DidErrorName;

  constructor(error: DidErrorName, message: string, cause?: unknown) {
    super(`DID_${error}`, message, cause === undefined ? {} : { cause });
    this.error = error;
  }
}
