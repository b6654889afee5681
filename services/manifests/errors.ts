import { CadastreError } from "../errors/cadastreError.js";
import { isDiskFull } from "../errors/diskFull.js";
import type { BatchId, Digest } from "../store/model.js";

export type ManifestErrorCode =
  /** The bytes that came in are not the manifest's. */
  | "MANIFEST_WRONG_BYTES"
  /** A part does not begin where the last one ended. */
  | "MANIFEST_OUT_OF_STEP"
  /** The manifest is larger than this resolver keeps. */
  | "MANIFEST_TOO_LARGE"
  /** The manifest does not list what the batch was issued for. */
  | "MANIFEST_OTHER_LIST"
  /** There is no room for it on the disk. */
  | "MANIFEST_DISK_FULL";

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

/** @param why A sentence; what is already known of it says less. */
export function otherList(batch: BatchId, manifest: Digest, why: string, cause?: unknown): ManifestError {
  return new ManifestError(
    "MANIFEST_OTHER_LIST",
    `The manifest ${manifest} is not the list of the batch ${batch}: ${why}`,
    { hint: "Its issuer registered another list: its members resolve by a proof alone.", cause },
  );
}

/** What the file system raised, in terms of manifests; everything else as it is. */
export function fileError(raised: unknown): unknown {
  if (raised instanceof ManifestError || !isDiskFull(raised)) return raised;
  return new ManifestError(
    "MANIFEST_DISK_FULL",
    "There is no room for the manifest on the resolver's disk.",
    {
      hint: "Bring it again once its operator has made room: it goes on from what came in.",
      cause: raised,
    },
  );
}
