/** The filter in a block's header of what logged in the block (Yellow Paper, 4.3.1): it may say yes too often, and no only where it is so. */
import { hexBytes } from "../../ledger/hex.js";
import { keccakBytes } from "../../ledger/keccak.js";
import type { Address } from "../../store/model.js";

/** A contract's three bits: byte and mask of each. */
export type BloomMarks = readonly (readonly [byte: number, mask: number])[];

const bits = 2048;

export function bloomMarks(address: Address): BloomMarks {
  const hash = keccakBytes(hexBytes(address));
  return [0, 2, 4].map((at) => {
    const bit = (((hash[at] ?? 0) << 8) | (hash[at + 1] ?? 0)) % bits;
    return [bits / 8 - 1 - (bit >> 3), 1 << (bit & 7)] as const;
  });
}

/** Whether the contract may have logged something. */
export const mayHaveLogged = (bloom: Uint8Array, marks: BloomMarks): boolean =>
  marks.every(([byte, mask]) => ((bloom[byte] ?? 0) & mask) !== 0);
