/**
 * Root of the trie that a block's header commits to a list with: its transactions, its receipts (Yellow Paper, 4.3.2 and appendix D). The
 * keys are the places in the list, in RLP.
 */
import { toHash } from "../../ledger/hex.js";
import { keccak, keccakBytes } from "../../ledger/keccak.js";
import type { Hash } from "../../store/model.js";
import { encodeRlp, type Item } from "../rlp.js";
import { emptyRoot } from "../state/account.js";
import { nibblesOf } from "./node.js";

interface Entry {
  readonly path: Uint8Array;
  readonly value: Uint8Array;
}

/** Bytes of a hash. Nodes that are shorter stand in their parent's place for them. */
const hashLength = 32;
const leafFlag = 2;
const empty = new Uint8Array();

/** @param values In their order, none of them empty. */
export function orderedRoot(values: readonly Uint8Array[]): Hash {
  if (values.length === 0) return toHash(emptyRoot);
  const entries = values.map((value, place): Entry => ({ path: pathOf(place), value }));
  // By their paths, so that those below one node are neighbours. Keys of different lengths never lead on from each other.
  entries.sort((one, other) => inOrder(one.path, other.path));
  return toHash(keccak(encodeRlp(nodeOver(entries, 0, entries.length, 0))));
}

function inOrder(one: Uint8Array, other: Uint8Array): number {
  const at = sharedDigits(one, other, 0);
  return (one[at] ?? -1) - (other[at] ?? -1);
}

const pathOf = (place: number): Uint8Array => nibblesOf(encodeRlp(numberBytes(place)));

function numberBytes(place: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = place; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Uint8Array.from(bytes);
}

/** The node over the entries from `from` to before `to`, which agree in their first `depth` digits. */
function nodeOver(entries: readonly Entry[], from: number, to: number, depth: number): Item {
  const [first, last] = [entries[from], entries[to - 1]];
  if (first === undefined || last === undefined) return empty;
  if (first === last) return [compact(first.path.subarray(depth), leafFlag), first.value];
  const shared = sharedDigits(first.path, last.path, depth);
  if (shared > depth) {
    return [compact(first.path.subarray(depth, shared), 0), reference(nodeOver(entries, from, to, shared))];
  }
  const children: Item[] = [];
  let start = from;
  for (let digit = 0; digit < 16; digit++) {
    let end = start;
    while (end < to && entries[end]?.path[depth] === digit) end += 1;
    children.push(end === start ? empty : reference(nodeOver(entries, start, end, depth + 1)));
    start = end;
  }
  return [...children, empty];
}

/** In order, what the first and the last agree in all between them agree in. */
function sharedDigits(first: Uint8Array, last: Uint8Array, from: number): number {
  let at = from;
  while (at < first.length && first[at] === last[at]) at += 1;
  return at;
}

function reference(node: Item): Item {
  const rlp = encodeRlp(node);
  return rlp.length < hashLength ? node : keccakBytes(rlp);
}

/** The hex-prefix encoding. */
function compact(path: Uint8Array, flags: number): Uint8Array {
  const odd = path.length % 2;
  const digits = odd === 1 ? [flags + 1, ...path] : [flags, 0, ...path];
  const bytes = new Uint8Array(digits.length / 2);
  for (let at = 0; at < bytes.length; at++) {
    bytes[at] = ((digits[2 * at] ?? 0) << 4) | (digits[2 * at + 1] ?? 0);
  }
  return bytes;
}
