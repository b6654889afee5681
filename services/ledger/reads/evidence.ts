/** Evidence as the chain has it. */
import type { Provider } from "ethers";
import type { Address, Digest } from "../../store/model.js";
import { ledgerContracts } from "../contracts.js";
import type { Deployment } from "../deployment/deployment.js";
import { toDigest, zeroWord } from "../hex.js";

/** Block time (Unix seconds) at which a party first anchored a digest; null where it never did. */
export async function readAnchor(
  provider: Provider,
  deployment: Deployment,
  digest: Digest,
  author: Address,
): Promise<number | null> {
  const time = Number(await ledgerContracts(deployment, provider).evidence.anchorOf(digest, author));
  return time === 0 ? null : time;
}

export interface BundleState {
  readonly anchoredAt: number;
  readonly count: number;
  readonly supersedes: Digest | null;
  readonly supersededBy: Digest | null;
}

/** A party's bundle; null where it has none of that root. */
export async function readBundle(
  provider: Provider,
  deployment: Deployment,
  root: Digest,
  author: Address,
): Promise<BundleState | null> {
  const found = await ledgerContracts(deployment, provider).evidence.bundleOf(root, author);
  if (found.anchoredAt === 0n) return null;
  const orNull = (word: string): Digest | null => (word === zeroWord ? null : toDigest(word));
  return {
    anchoredAt: Number(found.anchoredAt),
    count: Number(found.count),
    supersedes: orNull(found.supersedes),
    supersededBy: orNull(found.supersededBy),
  };
}
