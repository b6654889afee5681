/** Membership in a Merkle batch: the mirror of the contracts' `MembershipProofs`. */
import type { Address, Digest, SchemeId } from "../../store/model.js";
import { type Hex, toDigest, zeroWord } from "../hex.js";
import { type ListIdParts, listId, merkleBatchId } from "../ids.js";
import { keccak, keccakBytes } from "../keccak.js";

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

const utf8 = (text: string): Uint8Array => Buffer.from(text, "utf8");
const bytes = (hex: string): Uint8Array => Buffer.from(hex.slice(2), "hex");
const word = (value: bigint): Uint8Array => Buffer.from(value.toString(16).padStart(64, "0"), "hex");
const leafTag = keccakBytes(utf8("cadastre.batch.leaf.v1"));

/** Makes leaves of one list, hashed twice. */
export function leavesOf(
  { chainId, registry }: BatchRegistryPlace,
  list: ListIdParts,
): (member: Omit<LeafParts, "list">) => Hex {
  const common = Buffer.concat([leafTag, word(BigInt(chainId)), word(BigInt(registry)), bytes(listId(list))]);
  return ({ index, scheme, identifier, contentDigest }) =>
    keccak(
      keccakBytes(common, word(index), bytes(scheme), keccakBytes(utf8(identifier)), bytes(contentDigest)),
    );
}

/** An inner node: the smaller child first. */
export function nodeAbove(one: Hex, other: Hex): Hex {
  return one < other ? keccak(bytes(one), bytes(other)) : keccak(bytes(other), bytes(one));
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
