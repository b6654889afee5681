import { CadastreError } from "../errors/cadastreError.js";
import type { Digest } from "../store/model.js";

export type ManifestErrorCode =
  /** The bytes that came in are not the manifest's. */
  | "MANIFEST_WRONG_BYTES"
  /** A part does not begin where the last one ended. */
  | "MANIFEST_OUT_OF_STEP"
  /** The manifest is larger than this resolver keeps. */
  | "MANIFEST_TOO_LARGE"
  /** The manifest does not list what the batch was issued for. */
  | "MANIFEST_OTHER_LIST";

/** What can go wrong with manifests, the files that list the members of batches. */
export class ManifestError extends CadastreError<ManifestErrorCode> {}

export function wrongBytes(expected: Digest, found: Digest): ManifestError {
  return new ManifestError(
    "MANIFEST_WRONG_BYTES",
    `What was sent has the SHA-256 ${found}, not ${expected}.`,
    {
      hint: "Send the manifest just as it was registered: one byte more makes another one.",
      details: { expected, found },
    },
  );
}

export function tooLarge(total: number, most: number): ManifestError {
  return new ManifestError(
    "MANIFEST_TOO_LARGE",
    `The manifest has ${total} bytes; this resolver keeps ${most}.`,
    { hint: "Issue several smaller batches, or ask the resolver's operator.", details: { total, most } },
  );
}

export function outOfStep(offset: number, received: number): ManifestError {
  return new ManifestError(
    "MANIFEST_OUT_OF_STEP",
    `The part is at byte ${offset}, and ${received} came in.`,
    {
      hint: "Go on from there.",
      details: { offset, received },
    },
  );
}
