/** Proofs of the log's tree, made from its whole subtrees: RFC 9162, sections 2.1.3.1 and 2.1.4.1. */
import type { Hex } from "../../ledger/hex.js";
import { nodeHash } from "./hashes.js";

/** Root of the whole subtree of `2 ** level` leaves from leaf `index * 2 ** level` on. */
export type SubtreeReader = (level: number, index: number) => Hex;

/** Leaves `start` up to, and without, `end`. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** Hashes beside the way from a leaf up to the root of the tree of the first `size` leaves. */
export function inclusionPath(leaf: number, size: number, read: SubtreeReader): readonly Hex[] {
  if (leaf < 0 || leaf >= size) throw new RangeError(`A tree of ${size} leaves has no leaf ${leaf}.`);
  return pathIn({ start: 0, end: size }, leaf, read);
}

/** What shows that the tree of the first `size` leaves begins with that of the first `earlier`. */
export function consistencyPath(earlier: number, size: number, read: SubtreeReader): readonly Hex[] {
  if (earlier < 1 || earlier > size) throw new RangeError(`${earlier} is not between 1 and ${size}.`);
  return subproof({ start: 0, end: size }, earlier, true, read);
}

/** Root of the tree of the first `size` leaves, of which there is one at least. */
export const rootOf = (size: number, read: SubtreeReader): Hex => hashOf({ start: 0, end: size }, read);

function pathIn(span: Span, leaf: number, read: SubtreeReader): readonly Hex[] {
  if (span.end - span.start === 1) return [];
  const [left, right] = halves(span);
  return leaf < left.end
    ? [...pathIn(left, leaf, read), hashOf(right, read)]
    : [...pathIn(right, leaf, read), hashOf(left, read)];
}

/** @param known Whether whoever checks knows the hash of the span, as it is the earlier root. */
function subproof(span: Span, earlier: number, known: boolean, read: SubtreeReader): readonly Hex[] {
  if (span.end === earlier) return known ? [] : [hashOf(span, read)];
  const [left, right] = halves(span);
  return earlier <= left.end
    ? [...subproof(left, earlier, known, read), hashOf(right, read)]
    : [...subproof(right, earlier, false, read), hashOf(left, read)];
}

function hashOf(span: Span, read: SubtreeReader): Hex {
  const width = span.end - span.start;
  const level = Math.log2(width);
  if (Number.isInteger(level)) return read(level, span.start / width);
  const [left, right] = halves(span);
  return nodeHash(hashOf(left, read), hashOf(right, read));
}

/** The left one has as many leaves as the largest power of two below the span's width. */
function halves({ start, end }: Span): readonly [Span, Span] {
  const width = end - start;
  let half = 1;
  while (half * 2 < width) half *= 2;
  return [
    { start, end: start + half },
    { start: start + half, end },
  ];
}
