/** Calls of the evidence registry. */
import type { Address, Digest } from "../../store/model.js";
import { interfaces } from "../contracts.js";
import type { Deployment } from "../deployment/deployment.js";
import { zeroWord } from "../hex.js";
import { type Call, makeCall } from "./call.js";

/** Most digests that one call anchors. */
export const mostDigests = 256;

/** Anchors digests for a party, whose controller has to send it. Those that it anchored before keep their time. */
export function anchorDigests(
  { contracts }: Deployment,
  author: Address,
  digests: readonly [Digest, ...Digest[]],
): Call {
  const [first, second] = digests;
  if (second === undefined) {
    return makeCall(contracts.evidence, `anchor ${first}`, () =>
      interfaces.evidence.encodeFunctionData("anchor", [author, first]),
    );
  }
  return makeCall(contracts.evidence, `anchor ${digests.length} digests`, () =>
    interfaces.evidence.encodeFunctionData("anchorMany", [author, [...digests]]),
  );
}

export interface NewBundle {
  readonly root: Digest;
  readonly count: number;
  /** Empty for nowhere. */
  readonly uri: string;
  /** Root of the bundle that it replaces. */
  readonly supersedes: Digest | null;
}

/** Anchors a bundle for a party, whose controller has to send it. */
export function anchorBundle({ contracts }: Deployment, author: Address, bundle: NewBundle): Call {
  return makeCall(contracts.evidence, `anchor a bundle of ${bundle.count} documents, ${bundle.root}`, () =>
    interfaces.evidence.encodeFunctionData("anchorBundle", [
      author,
      { ...bundle, supersedes: bundle.supersedes ?? zeroWord },
    ]),
  );
}
