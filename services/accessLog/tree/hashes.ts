/** Hashes of the log's Merkle tree: SHA-256, as in RFC 9162, section 2.1.1 (and RFC 6962 before it). */
import { createHash } from "node:crypto";
import { type Hex, hexBytes } from "../../ledger/hex.js";

const leafPrefix = Buffer.of(0);
const nodePrefix = Buffer.of(1);

const sha256 = (...parts: readonly Uint8Array[]): Hex => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return `0x${hash.digest("hex")}`;
};

/** Hash of an entry. The zero byte in front tells it from an inner node's. */
export const leafHash = (entry: string): Hex => sha256(leafPrefix, Buffer.from(entry, "utf8"));

export const nodeHash = (left: Hex, right: Hex): Hex => sha256(nodePrefix, hexBytes(left), hexBytes(right));

/** Root of a tree without entries. */
export const emptyRoot: Hex = sha256();
