/**
 * Keccak-256 in WebAssembly. An answer of the resolver needs several of them, and the one in JavaScript that ethers has
 * takes ten times as long: a third of all that an answer costs.
 */
import { createKeccak } from "hash-wasm";
import type { Hex } from "./hex.js";

// One for all: a digest is begun and ended within one call.
const hasher = await createKeccak(256);

function absorb(parts: readonly Uint8Array[]): typeof hasher {
  hasher.init();
  for (const part of parts) hasher.update(part);
  return hasher;
}

/** Digest of the parts, one after the other. */
export const keccakBytes = (...parts: readonly Uint8Array[]): Uint8Array => absorb(parts).digest("binary");

/** The same as hex. */
export const keccak = (...parts: readonly Uint8Array[]): Hex => `0x${absorb(parts).digest("hex")}`;
