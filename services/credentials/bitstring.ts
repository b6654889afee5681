/** The bits of a status list (Bitstring Status List 1.0, section 3.3): gzip, then base64url as multibase `u`. */
import { gunzipSync, gzipSync } from "node:zlib";
import { base64url } from "jose";

/** Least that a list may have: 16 KiB, so that no list tells by its size how many entries it has. */
const listBytes = 16 * 1024;
const mostBytes = 16 * 1024 * 1024;

/** A list whose first bit is as given, and whose others are 0. */
export function encodedBit(isSet: boolean): string {
  return isSet ? withBit : withoutBit;
}

const withBit = encode(0x80);
const withoutBit = encode(0);

function encode(first: number): string {
  const bits = new Uint8Array(listBytes);
  bits[0] = first;
  return `u${base64url.encode(gzipSync(bits))}`;
}

/** The bit at an index, the first one being the leftmost; null where the text is no list, or has no such bit. */
export function bitAt(encoded: string, index: number): boolean | null {
  if (!encoded.startsWith("u")) return null;
  const bits = inflated(encoded.slice(1));
  const byte = bits !== null && bits.length >= listBytes ? bits[Math.floor(index / 8)] : undefined;
  return byte === undefined ? null : (byte & (0x80 >> (index % 8))) !== 0;
}

function inflated(text: string): Uint8Array | null {
  try {
    return gunzipSync(base64url.decode(text), { maxOutputLength: mostBytes });
  } catch {
    return null;
  }
}
