/** Tries by another implementation: what ours is held against. */
import { createMerkleProof, createMPT, type MerklePatriciaTrie, verifyMerkleProof } from "@ethereumjs/mpt";
import { bytesHex, type Hex } from "../../../services/ledger/hex.js";

export interface OracleTrie {
  readonly root: Hex;
  /** Nodes from the root down to a key, or to where it would be. */
  proof(key: Uint8Array): Promise<readonly Hex[]>;
  /** What the other implementation reads out of a proof. */
  read(key: Uint8Array, proof: readonly Uint8Array[]): Promise<Uint8Array | null>;
}

/** @param entries Keys are as long as each other. */
export async function oracleTrie(
  entries: readonly (readonly [key: Uint8Array, value: Uint8Array])[],
  useKeyHashing = false,
): Promise<OracleTrie> {
  const trie: MerklePatriciaTrie = await createMPT({ useKeyHashing });
  for (const [key, value] of entries) await trie.put(key, value);
  const root = trie.root();
  return {
    root: bytesHex(root),
    async proof(key) {
      const nodes = await createMerkleProof(trie, key);
      // A node of less than a hash's length stands in its parent: `eth_getProof` does not list it again.
      return nodes.filter((node, place) => place === 0 || node.length >= 32).map(bytesHex);
    },
    read: (key, proof) => verifyMerkleProof(key, [...proof], { root, useKeyHashing }),
  };
}
