/**
 * The tree of a document bundle: that of OpenZeppelin's `StandardMerkleTree` over one `bytes32`, which
 * `EvidenceRegistry.isInBundle` checks. A leaf is `keccak256(keccak256(digest))`, leaves are in the order of their hashes,
 * pairs are sorted before they are hashed.
 */
import type { Digest } from "../store/model.js";
import { type Hex, toDigest } from "./hex.js";
import { keccak, keccakBytes } from "./keccak.js";

export interface BundleTree {
  readonly root: Digest;
  /** How many different documents it holds. */
  readonly count: number;
  /** Hashes beside the way from a document's leaf up to the root; null for a document that is not in the bundle. */
  proof(document: Digest): readonly Hex[] | null;
}

const bytes = (hex: string): Uint8Array => Buffer.from(hex.slice(2), "hex");

export const bundleLeaf = (document: Digest): Hex => keccak(keccakBytes(bytes(document)));

/**
 * @param documents SHA-256 of each document; a document that comes twice counts once.
 * @throws RangeError where there is none.
 */
export function bundleTree(documents: readonly Digest[]): BundleTree {
  const leaves = [...new Set(documents)].map(bundleLeaf).sort();
  if (leaves.length === 0) throw new RangeError("A bundle holds one document at least.");
  // Node i has its children at 2i + 1 and 2i + 2; the leaves lie at the end, the first one last.
  const nodes = new Array<Hex>(2 * leaves.length - 1);
  leaves.forEach((leaf, position) => {
    nodes[nodes.length - 1 - position] = leaf;
  });
  for (let i = leaves.length - 2; i >= 0; i--)
    nodes[i] = pair(nodeAt(nodes, 2 * i + 1), nodeAt(nodes, 2 * i + 2));
  const places = new Map(nodes.map((node, place) => [node, place]));

  return {
    root: toDigest(nodeAt(nodes, 0)),
    count: leaves.length,
    proof: (document) => {
      let place = places.get(bundleLeaf(document));
      if (place === undefined) return null;
      const beside: Hex[] = [];
      for (; place > 0; place = (place - 1) >> 1)
        beside.push(nodeAt(nodes, place % 2 === 0 ? place - 1 : place + 1));
      return beside;
    },
  };
}

function pair(a: Hex, b: Hex): Hex {
  return a < b ? keccak(bytes(a), bytes(b)) : keccak(bytes(b), bytes(a));
}

function nodeAt(nodes: readonly (Hex | undefined)[], place: number): Hex {
  const node = nodes[place];
  if (node === undefined) throw new RangeError(`The tree has no node ${place}.`);
  return node;
}
