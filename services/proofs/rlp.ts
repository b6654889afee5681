/** RLP (Yellow Paper, appendix B). */
import { RLP } from "@ethereumjs/rlp";

/** What RLP spells: bytes, or a list. */
export type Item = Uint8Array | Item[];

/** null for what is no RLP: the decoder takes no other spelling than the shortest, and no bytes after the end. */
export function decodeRlp(bytes: Uint8Array): Item | null {
  try {
    return RLP.decode(bytes);
  } catch {
    return null;
  }
}

export const encodeRlp = (item: Item): Uint8Array => RLP.encode(item);

export const isBytes = (item: Item): item is Uint8Array => item instanceof Uint8Array;
