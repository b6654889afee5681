import { CadastreError } from "../errors/cadastreError.js";

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
