/**
 * Nodes of the Merkle-Patricia trie (Ethereum Yellow Paper, appendix D), read strictly: what no trie of keys of one length
 * can hold is refused.
 */
import { badTrie } from "../errors.js";
import { decodeRlp, encodeRlp, type Item, isBytes } from "../rlp.js";

/** Where a node leads to: nowhere, the node with that hash, or a node that is written in its place. */
export type Reference = Item | null;

export type TrieNode =
  | { readonly kind: "branch"; readonly children: readonly Reference[] }
  | { readonly kind: "extension"; readonly path: Uint8Array; readonly child: Exclude<Reference, null> }
  | { readonly kind: "leaf"; readonly path: Uint8Array; readonly value: Uint8Array };

/** Bytes of a hash. Nodes that are shorter stand in their parent's place for them. */
const hashLength = 32;

/** @throws ProofError `PROOF_TRIE` */
export function decodeItem(bytes: Uint8Array): Item {
  const item = decodeRlp(bytes);
  if (item === null) throw badTrie("it is not in RLP");
  return item;
}

/**
 * A node from its RLP.
 * @throws ProofError `PROOF_TRIE`
 */
export function nodeOf(item: Item): TrieNode {
  if (isBytes(item)) throw badTrie("it is no list");
  if (item.length === 17) return branchOf(item);
  const [path, content] = item;
  if (item.length !== 2 || path === undefined || content === undefined)
    throw badTrie(`it has ${item.length} items`);
  return shortNodeOf(path, content);
}

function branchOf(item: readonly Item[]): TrieNode {
  const children = item.slice(0, 16).map(referenceOf);
  const value = item[16];
  // All keys are of one length: none ends at a branch.
  if (value === undefined || !isBytes(value) || value.length !== 0) throw badTrie("a branch has a value");
  if (children.filter((child) => child !== null).length < 2)
    throw badTrie("a branch has fewer than two children");
  return { kind: "branch", children };
}

function shortNodeOf(compact: Item, content: Item): TrieNode {
  if (!isBytes(compact)) throw badTrie("a path is a list");
  const { leaf, path } = pathOf(compact);
  if (leaf) {
    if (!isBytes(content) || content.length === 0) throw badTrie("a leaf has no value");
    return { kind: "leaf", path, value: content };
  }
  const child = referenceOf(content);
  if (path.length === 0 || child === null) throw badTrie("an extension leads nowhere");
  return { kind: "extension", path, child };
}

function referenceOf(item: Item): Reference {
  if (isBytes(item)) {
    if (item.length === 0) return null;
    if (item.length === hashLength) return item;
    throw badTrie("a reference is neither a hash nor a node");
  }
  if (encodeRlp(item).length >= hashLength) throw badTrie("a node in its parent is too long for that");
  return item;
}

/** The hex-prefix encoding: a digit with two flags, one digit more where their number is odd, and the rest. */
function pathOf(compact: Uint8Array): { readonly leaf: boolean; readonly path: Uint8Array } {
  const [first] = compact;
  if (first === undefined) throw badTrie("a path is empty");
  const flags = first >> 4;
  const odd = (flags & 1) !== 0;
  if (flags > 3 || (!odd && (first & 0xf) !== 0)) throw badTrie("a path has unknown flags");
  return { leaf: flags >= 2, path: nibblesOf(compact).subarray(odd ? 1 : 2) };
}

/** Two digits a byte. */
export function nibblesOf(bytes: Uint8Array): Uint8Array {
  const nibbles = new Uint8Array(bytes.length * 2);
  let at = 0;
  for (const byte of bytes) {
    nibbles[at++] = byte >> 4;
    nibbles[at++] = byte & 0xf;
  }
  return nibbles;
}
