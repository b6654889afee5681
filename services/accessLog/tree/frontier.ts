/**
 * The right edge of the tree: the roots of its whole subtrees from left to right, from which the next leaf's parents and the
 * tree's root follow. It grows with the logarithm of the log.
 */
import type { Hex } from "../../ledger/hex.js";
import { emptyRoot, nodeHash } from "./hashes.js";

/** A whole subtree: `2 ** level` leaves, of which the first is `index * 2 ** level`. */
export interface TreeNode {
  readonly level: number;
  readonly index: number;
  readonly hash: Hex;
}

export class Frontier {
  /** At each level the subtree that waits for its right neighbour. */
  readonly #waiting: (Hex | undefined)[];
  #size: number;

  /** @param of Tree that it goes on from, which stays as it is; an empty one where left out. */
  constructor(of?: Frontier) {
    this.#waiting = of === undefined ? [] : [...of.#waiting];
    this.#size = of === undefined ? 0 : of.#size;
  }

  /** Leaves so far. */
  get size(): number {
    return this.#size;
  }

  /** @returns The subtrees above the leaf that it makes whole, from below. */
  append(leaf: Hex): readonly TreeNode[] {
    const whole: TreeNode[] = [];
    let [level, index, hash] = [0, this.#size, leaf];
    for (let left = this.#waiting[0]; left !== undefined; left = this.#waiting[level]) {
      this.#waiting[level] = undefined;
      hash = nodeHash(left, hash);
      level += 1;
      index = (index - 1) / 2;
      whole.push({ level, index, hash });
    }
    this.#waiting[level] = hash;
    this.#size += 1;
    return whole;
  }

  root(): Hex {
    let right: Hex | undefined;
    for (const left of this.#waiting) {
      if (left !== undefined) right = right === undefined ? left : nodeHash(left, right);
    }
    return right ?? emptyRoot;
  }
}
