/** A part of a family of keys, in order. */

import { make } from "./fields.js";
import type { Key } from "./key.js";

/** A part of a family in order: its keys are `prefix` and a tail of `width` hex digits. */
export interface KeyRange {
  readonly prefix: string;
  readonly width: number;
}

export const range = (prefix: string, width: number): KeyRange => ({ prefix, width });

/** The key of a range with that tail. */
export const keyOfTail = (of: KeyRange, tail: string): Key => make(of.prefix, tail);

/** Tail of a key of a range: what the entry points to, without `0x`. */
export const tailOf = (key: Key, of: KeyRange): string => key.slice(of.prefix.length);
