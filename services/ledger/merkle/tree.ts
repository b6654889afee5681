/**
 * The tree over a batch's members, made leaf by leaf: a list of any length takes the memory of one path. Two neighbours
 * have a node above them; a node without a neighbour rises as it is.
 */
import { bytesHex, type Hex, hexBytes } from "../hex.js";
import { nodeBytesAbove } from "./proof.js";

export class MerkleTree {
  /** At each level the node that waits for its right neighbour. */
  readonly #waiting: (Uint8Array | undefined)[] = [];
  readonly #path: Uint8Array[] = [];
  readonly #proven: bigint | null;
  #count = 0n;

  /** @param proven Index of the leaf whose path is wanted. */
  constructor(proven: bigint | null = null) {
    this.#proven = proven;
  }

  add(leaf: Hex): void {
    this.addBytes(hexBytes(leaf));
  }

  addBytes(leaf: Uint8Array): void {
    let [node, place] = [leaf, this.#count];
    this.#count += 1n;
    for (let level = 0; ; level++) {
      const left = this.#waiting[level];
      if (left === undefined) {
        this.#waiting[level] = node;
        return;
      }
      this.#note(level, place - 1n, left);
      this.#note(level, place, node);
      this.#waiting[level] = undefined;
      node = nodeBytesAbove(left, node);
      place >>= 1n;
    }
  }

  /** Root and, where it was asked for, path: once all leaves are in. null for a tree without leaves. */
  close(): { readonly root: Hex; readonly path: readonly Hex[] } | null {
    if (this.#count === 0n) return null;
    const last = this.#count - 1n;
    let right: Uint8Array | undefined;
    for (const [level, left] of this.#waiting.entries()) {
      if (left === undefined) continue;
      if (right === undefined) {
        right = left;
        continue;
      }
      const place = last >> BigInt(level);
      this.#note(level, place - 1n, left);
      this.#note(level, place, right);
      right = nodeBytesAbove(left, right);
    }
    return right === undefined ? null : { root: bytesHex(right), path: this.#path.map(bytesHex) };
  }

  /** Keeps the neighbours of the nodes above the leaf that is to be proven; they come up level by level. */
  #note(level: number, place: bigint, node: Uint8Array): void {
    if (this.#proven !== null && ((this.#proven >> BigInt(level)) ^ 1n) === place) this.#path.push(node);
  }
}
