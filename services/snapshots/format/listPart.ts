/** A part of a list of a batch: its digest, where the part begins, how long the list is, and the bytes. */
import { bytesHex, hexBytes, toDigest } from "../../ledger/hex.js";
import type { Digest } from "../../store/model.js";
import { damaged } from "../errors.js";

export interface ListPart {
  /** SHA-256 of the list. */
  readonly digest: Digest;
  readonly offset: number;
  readonly total: number;
  readonly bytes: Uint8Array;
}

export const listPartBytes = 1024 * 1024;

const digestBytes = 32;
const headBytes = digestBytes + 16;

export function encodeListPart({ digest, offset, total, bytes }: ListPart): Buffer {
  const head = Buffer.alloc(headBytes);
  head.set(hexBytes(digest), 0);
  head.writeBigUInt64BE(BigInt(offset), digestBytes);
  head.writeBigUInt64BE(BigInt(total), digestBytes + 8);
  return Buffer.concat([head, bytes]);
}

/** @throws SnapshotError SNAPSHOT_DAMAGED */
export function decodeListPart(bytes: Buffer): ListPart {
  if (bytes.length < headBytes) throw damaged("a part of a list is none");
  return {
    digest: toDigest(bytesHex(bytes.subarray(0, digestBytes))),
    offset: smallNumber(bytes.readBigUInt64BE(digestBytes)),
    total: smallNumber(bytes.readBigUInt64BE(digestBytes + 8)),
    bytes: bytes.subarray(headBytes),
  };
}

function smallNumber(value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw damaged("a part of a list lies nowhere");
  return Number(value);
}
