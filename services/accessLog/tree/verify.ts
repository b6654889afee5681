/** Checks of the log's proofs; no I/O. RFC 9162, sections 2.1.3.2 and 2.1.4.2. */
import type { Hex } from "../../ledger/hex.js";
import { nodeHash } from "./hashes.js";

const half = (number: number): number => Math.floor(number / 2);
const isOdd = (number: number): boolean => number % 2 === 1;

/** Whether a path leads from a leaf at a place to the root of a tree of `size` leaves. */
export function provesInclusion(
  { leaf, index, size, root }: { leaf: Hex; index: number; size: number; root: Hex },
  path: readonly Hex[],
): boolean {
  if (!isPlace(index, size)) return false;
  let [node, last, hash] = [index, size - 1, leaf];
  for (const beside of path) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      hash = nodeHash(beside, hash);
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      hash = nodeHash(hash, beside);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && hash === root;
}

/** A tree by its number of leaves and its root. */
export interface TreeHead {
  readonly size: number;
  readonly root: Hex;
}

/** Whether a path shows that the later tree begins with the earlier one, so that nothing in it was changed or left out. */
export function provesConsistency(earlier: TreeHead, later: TreeHead, path: readonly Hex[]): boolean {
  if (!isPlace(earlier.size - 1, later.size)) return false;
  if (earlier.size === later.size) return path.length === 0 && earlier.root === later.root;
  const isWhole = Number.isInteger(Math.log2(earlier.size));
  const [first, ...others] = isWhole ? [earlier.root, ...path] : path;
  if (first === undefined) return false;
  let [node, last] = [earlier.size - 1, later.size - 1];
  while (isOdd(node)) [node, last] = [half(node), half(last)];
  let [old, current] = [first, first];
  for (const beside of others) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      old = nodeHash(beside, old);
      current = nodeHash(beside, current);
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      current = nodeHash(current, beside);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && old === earlier.root && current === later.root;
}

const isPlace = (index: number, size: number): boolean =>
  Number.isSafeInteger(index) && Number.isSafeInteger(size) && index >= 0 && index < size;
