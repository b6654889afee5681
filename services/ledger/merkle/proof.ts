/** Membership in a Merkle batch: the mirror of the contracts' `MembershipProofs`. */
import type { Address, Digest, SchemeId } from "../../store/model.js";
import { bytesHex, type Hex, hexBytes, toDigest, zeroWord } from "../hex.js";
import { type ListIdParts, listId, merkleBatchId } from "../ids.js";
import { keccakBytes, utf8, wordBytes } from "../keccak.js";

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
  place: BatchRegistryPlace,
  list: ListIdParts,
): (member: Omit<LeafParts, "list">) => Hex {
  return ({ index, scheme, identifier, contentDigest }) =>
    bytesHex(leafBytesOf(place, list, scheme, contentDigest)(index, keccakBytes(utf8(identifier))));
}

/**
 * The same for many members of one scheme that promise the same content: as bytes, from an identifier's Keccak-256. Not
 * to be called while another call of it is under way.
 */
export function leafBytesOf(
  { chainId, registry }: BatchRegistryPlace,
  list: ListIdParts,
  scheme: SchemeId,
  contentDigest: Digest,
): (index: bigint, identifierHash: Uint8Array) => Uint8Array {
  const words = [
    leafTag,
    wordBytes(chainId),
    wordBytes(registry),
    hexBytes(listId(list)),
    wordBytes(0),
    hexBytes(scheme),
    wordBytes(0),
    hexBytes(contentDigest),
  ];
  const bytes = new Uint8Array(words.length * wordWidth);
  for (const [place, word] of words.entries()) bytes.set(word, place * wordWidth);
  const indexEnd = new DataView(bytes.buffer, 5 * wordWidth - 8);
  return (index, identifierHash) => {
    indexEnd.setBigUint64(0, index);
    bytes.set(identifierHash, 6 * wordWidth);
    return keccakBytes(keccakBytes(bytes));
  };
}

const wordWidth = 32;

/** An inner node: the smaller child first. */
export function nodeAbove(one: Hex, other: Hex): Hex {
  return bytesHex(nodeBytesAbove(hexBytes(one), hexBytes(other)));
}

const children = new Uint8Array(2 * wordWidth);

export function nodeBytesAbove(one: Uint8Array, other: Uint8Array): Uint8Array {
  const inOrder = isLess(one, other);
  children.set(inOrder ? one : other, 0);
  children.set(inOrder ? other : one, wordWidth);
  return keccakBytes(children);
}

function isLess(one: Uint8Array, other: Uint8Array): boolean {
  for (let at = 0; at < wordWidth; at++) {
    const [left = 0, right = 0] = [one[at], other[at]];
    if (left !== right) return left < right;
  }
  return false;
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
