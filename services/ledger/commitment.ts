/**
 * Commitments to contents: what is on the ledger before a digest is shown, so that nobody who sees it in a pending
 * transaction can register it first. The mirror of `IContentCommitments`.
 */
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { AbiCoder, keccak256 } from "ethers";
import type { Address, Digest } from "../store/model.js";
import type { Deployment } from "./deployment/deployment.js";
import { LedgerError } from "./errors.js";
import { type Hex, toHex } from "./hex.js";

/** Shows that a content is among those that were committed to. */
export interface Opening {
  readonly salt: Hex;
  /** From the leaf to the root. */
  readonly proof: readonly Hex[];
}

export interface Commitment {
  readonly root: Hex;
  /** @throws LedgerError `LEDGER_INVALID_VALUE` for a content that was not committed to. */
  opening(digest: Digest): Opening;
}

type Place = Pick<Deployment, "chainId" | "contracts">;

/** Leaf of one content: hashed twice, so that it is never taken for a node. */
export function contentLeaf({ chainId, contracts }: Place, party: Address, digest: Digest, salt: Hex): Hex {
  const inner = keccak256(
    AbiCoder.defaultAbiCoder().encode(
      ["uint256", "address", "address", "bytes32", "bytes32"],
      [chainId, contracts.twins, party, digest, salt],
    ),
  );
  return toHex(keccak256(inner));
}

/** A commitment of the party to one content or many. Its salts are random: made again, it is another one. */
export function commitTo(place: Place, party: Address, digests: Iterable<Digest>): Commitment {
  const leaves = [...new Set(digests)].map((digest) => {
    const salt = toHex(`0x${randomBytes(32).toString("hex")}`);
    return { digest, salt, leaf: contentLeaf(place, party, digest, salt) };
  });
  const levels = levelsAbove(leaves.map(({ leaf }) => leaf));
  const root = levels.at(-1)?.[0];
  if (root === undefined) throw new RangeError("A commitment is to one content at least.");
  const positions = new Map(leaves.map(({ digest, salt }, position) => [digest, { salt, position }]));
  return {
    root,
    opening(digest) {
      const found = positions.get(digest);
      if (found !== undefined) return { salt: found.salt, proof: proofOf(levels, found.position) };
      throw new LedgerError("LEDGER_INVALID_VALUE", `The content ${digest} was not committed to.`, {
        details: { digest },
      });
    },
  };
}

/** The leaves, then each level above; a node without a neighbour goes up as it is. */
function levelsAbove(leaves: readonly Hex[]): readonly (readonly Hex[])[] {
  const levels = [leaves];
  for (let level = leaves; level.length > 1; ) {
    const above: Hex[] = [];
    for (let at = 0; at < level.length; at += 2) {
      const [left, right] = level.slice(at, at + 2);
      if (left !== undefined) above.push(right === undefined ? left : parent(left, right));
    }
    levels.push(above);
    level = above;
  }
  return levels;
}

const parent = (one: Hex, other: Hex): Hex =>
  toHex(keccak256(one < other ? one + other.slice(2) : other + one.slice(2)));

function proofOf(levels: readonly (readonly Hex[])[], position: number): readonly Hex[] {
  return levels.flatMap((level, height) => {
    const neighbour = level[(position >> height) ^ 1];
    return neighbour === undefined || level.length === 1 ? [] : [neighbour];
  });
}

/** How long the block after a commitment may take, and the time between two tries, in milliseconds. */
const patienceMs = 120_000;
const pollMs = 200;

/**
 * Does work that opens a commitment. Nodes that estimate on the last block, not on the next one, refuse it until a block has
 * come after the commitment's: then it is tried again.
 */
export async function whenCommitted<Result>(work: () => Promise<Result>): Promise<Result> {
  for (const end = Date.now() + patienceMs; ; ) {
    try {
      return await work();
    } catch (error) {
      const early = error instanceof LedgerError && error.details.error === "CommitmentTooYoung";
      if (!early || Date.now() >= end) throw error;
    }
    await sleep(pollMs);
  }
}
