/** Lists of identifiers, as `cadastre import` issues them. */
import type { Manifest } from "../../../services/ledger/actions/batches.js";
import type { RecordName } from "../../../services/ledger/actions/identifiers.js";
import type { Deployment } from "../../../services/ledger/deployment/deployment.js";
import { toDigest, toHash, zeroWord } from "../../../services/ledger/hex.js";
import { merkleBatchId } from "../../../services/ledger/ids.js";
import { keccak } from "../../../services/ledger/keccak.js";
import { leavesOf, type MemberProof } from "../../../services/ledger/merkle/proof.js";
import { MerkleTree } from "../../../services/ledger/merkle/tree.js";
import type { BatchId } from "../../../services/store/model.js";
import { gs1, product } from "../world/names.js";

export interface List {
  readonly batch: BatchId;
  readonly manifest: Manifest;
  /** A member by its place, and what shows that it is one. */
  member(place: number): { readonly name: RecordName; readonly proof: MemberProof };
}

const members = 1_024;
const contentDigest = toDigest(zeroWord);

/** One of many lists, each with identifiers of its own. */
export function listOf({ chainId, contracts }: Deployment, number: number): List {
  const count = BigInt(members);
  const digest = toDigest(keccak(Buffer.from(`list ${number}`)));
  const parts = { namespace: gs1.namespace, manifest: digest, count };
  const leafOf = leavesOf({ chainId, registry: contracts.batches }, parts);
  const identifierOf = (place: number): string => `${product}/21/L${number}-${place}`;
  const leaves = Array.from({ length: members }, (_, place) =>
    leafOf({ index: BigInt(place), scheme: gs1.id, identifier: identifierOf(place), contentDigest }),
  );
  const closed = (proven: bigint | null) => {
    const tree = new MerkleTree(proven);
    for (const leaf of leaves) tree.add(leaf);
    const found = tree.close();
    if (found === null) throw new Error("a list without members");
    return found;
  };
  const { root } = closed(null);
  return {
    batch: merkleBatchId(parts, root),
    manifest: { root: toHash(root), manifest: digest, count, uri: "" },
    member: (place) => {
      const index = BigInt(place);
      const { path } = closed(index);
      const name = { scheme: "gs1", identifier: identifierOf(place) };
      return { name, proof: { manifest: digest, count, index, contentDigest, path } };
    },
  };
}
