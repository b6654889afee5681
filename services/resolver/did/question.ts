/** What a DID is resolved from: one snapshot, at one time. */
import type { View } from "../../store/view.js";
import type { Moment } from "../resolution/moment.js";
import { DidError } from "./errors.js";

export interface Question {
  readonly view: View;
  readonly moment: Moment;
  /** Public address of this resolver. */
  readonly baseUrl: string;
  readonly version: VersionOptions;
}

export interface VersionOptions {
  /** The version that is asked for by its name. */
  readonly versionId?: string;
  /** The time whose version is asked for, Unix seconds. */
  readonly versionTime?: number;
}

/** Refuses a question for another version than the present one, which alone the index has. */
export function noSuchVersion(): DidError {
  return new DidError(
    "FEATURE_NOT_SUPPORTED",
    "The index keeps the present version of a DID document, and no earlier or later one. Ask without versionId and " +
      "versionTime, or read the history from the chain's events.",
  );
}

/** For methods without versions: any question for one is refused. */
export function refuseVersions({ version }: Question): void {
  if (version.versionId !== undefined || version.versionTime !== undefined) throw noSuchVersion();
}
