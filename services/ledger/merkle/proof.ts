/** Membership in a Merkle batch: the mirror of the contracts' `MembershipProofs`. */
import type { Address, Digest, SchemeId } from "../../store/model.js";
import { type Hex, hexBytes, toDigest, zeroWord } from "../hex.js";
import { type ListIdParts, listId, merkleBatchId } from "../ids.js";
import { keccak, keccakBytes, utf8, wordBytes } from "../keccak.js";

/** What shows that an identifier is a member of a batch. */
export interface MemberProof {
  /** SHA-256 of the batch's manifest. */
  readonly manifest: Digest;
  readonly count: bigint;
  /** Place in the manifest, from 0. */
  readonly index: bigint;
  /** What the manifest promises that the record holds, see `contentDigest`; 32 zero bytes for nothing. */
  readonly contentDigest: Digest;
  /** Hashes beside the way from the leaf up to the root. */
  readonly path: readonly Hex[];
}

/** Where batches live: a proof is good for one registry on one chain. */
export interface BatchRegistryPlace {
  readonly chainId: number;
  readonly registry: Address;
}

export interface LeafParts {
  readonly list: ListIdParts;
  readonly index: bigint;
  readonly scheme: SchemeId;
  /** Canonical identifier. */
  readonly identifier: string;
  readonly contentDigest: Digest;
}

/** A rule batch asks for no proof. */
export const noProof: MemberProof = {
  manifest: toDigest(zeroWord),
  count: 0n,
  index: 0n,
  contentDigest: toDigest(zeroWord),
  path: [],
};

const leafTag = keccakBytes(utf8("cadastre.batch.leaf.v1"));

/** Makes leaves of one list, hashed twice. */
export function leavesOf(
  { chainId, registry }: BatchRegistryPlace,
  list: ListIdParts,
): (member: Omit<LeafParts, "list">) => Hex {
  const common = [leafTag, wordBytes(chainId), wordBytes(registry), hexBytes(listId(list))];
  return ({ index, scheme, identifier, contentDigest }) =>
    keccak(
      keccakBytes(
        ...common,
        wordBytes(index),
        hexBytes(scheme),
        keccakBytes(utf8(identifier)),
        hexBytes(contentDigest),
      ),
    );
}

/** An inner node: the smaller child first. */
export function nodeAbove(one: Hex, other: Hex): Hex {
  return one < other ? keccak(hexBytes(one), hexBytes(other)) : keccak(hexBytes(other), hexBytes(one));
}

/** Whether the proof shows that the identifier is a member of the batch. */
export function provesMember(
  place: BatchRegistryPlace,
  batch: { readonly id: string } & Pick<ListIdParts, "namespace">,
  member: { readonly scheme: SchemeId; readonly identifier: string },
  { manifest, count, index, contentDigest, path }: MemberProof,
): boolean {
  if (index >= count || path.length > heightOf(count)) return false;
  const list = { namespace: batch.namespace, manifest, count };
  const leaf = leavesOf(place, list)({ ...member, index, contentDigest });
  return merkleBatchId(list, path.reduce(nodeAbove, leaf)) === batch.id;
}

/** Levels above the leaves of a tree of so many. */
function heightOf(count: bigint): number {
  return count <= 1n ? 0 : (count - 1n).toString(2).length;
}
