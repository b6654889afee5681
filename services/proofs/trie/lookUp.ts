/** The way from a trie's root down to a key. */
import { badTrie } from "../errors.js";
import { isBytes } from "../rlp.js";
import { nibblesOf, nodeOf, type Reference, type TrieNode } from "./node.js";

/** Gives the node with a hash. */
export type OpenNode = (hash: Uint8Array) => TrieNode;

/**
 * The value that a key has; null where the trie has no such key.
 * @param root Hash of the trie's root; null for the trie of nothing.
 * @param key As long as all keys of the trie.
 * @throws ProofError `PROOF_TRIE`, and what `open` throws.
 */
export function lookUp(root: Uint8Array | null, key: Uint8Array, open: OpenNode): Uint8Array | null {
  const nibbles = nibblesOf(key);
  let depth = 0;
  let reference: Reference = root;
  let beneathExtension = false;
  while (reference !== null) {
    const node: TrieNode = isBytes(reference) ? open(reference) : nodeOf(reference);
    if (beneathExtension && node.kind !== "branch") throw badTrie("beneath an extension lies no branch");
    const rest = nibbles.subarray(depth);
    switch (node.kind) {
      case "leaf":
        if (node.path.length !== rest.length) throw badTrie("a leaf lies at the wrong depth");
        return isPrefix(node.path, rest) ? node.value : null;
      case "extension":
        if (node.path.length >= rest.length) throw badTrie("an extension goes beyond the key");
        if (!isPrefix(node.path, rest)) return null;
        [reference, depth, beneathExtension] = [node.child, depth + node.path.length, true];
        break;
      case "branch": {
        const [nibble] = rest;
        if (nibble === undefined) throw badTrie("a branch lies beyond the key");
        [reference, depth, beneathExtension] = [node.children[nibble] ?? null, depth + 1, false];
      }
    }
  }
  return null;
}

const isPrefix = (path: Uint8Array, of: Uint8Array): boolean => path.every((nibble, at) => nibble === of[at]);
