/**
 * Keys and values of the index of members.
 *
 * | key | value |
 * | `b`, batch id | the batch's number here, and whether all of it is indexed, as JSON |
 * | `n`, number 4 | batch id |
 * | `l`, batch id | links of all members, as JSON; where the list has some |
 * | `m`, first 20 bytes of a record id | places of the identifier: number 4 and index 8 of each |
 * | `i`, number 4, place 8 | up to 64 neighbouring identifiers of the list, each ended by a line feed |
 * | `t`, number 4, level 1, place 8 | up to 64 neighbouring nodes of the tree: those of level 0, 6, 12… |
 */
import type { BatchId } from "../store/model.js";

const placeWidth = 12;
const wordWidth = 32;

export const linksKey = (id: BatchId): Buffer => Buffer.from(`6c${id.slice(2)}`, "hex");
export const batchKey = (id: BatchId): Buffer => Buffer.from(`62${id.slice(2)}`, "hex");

export function memberKey(record: Uint8Array): Buffer {
  const key = Buffer.alloc(21, "m");
  key.set(record.subarray(0, 20), 1);
  return key;
}

export function numberKey(number: number): Buffer {
  const key = Buffer.alloc(5, "n");
  key.writeUInt32BE(number, 1);
  return key;
}

export function textKey(number: number, row: bigint): Buffer {
  const key = Buffer.alloc(13, "i");
  key.writeUInt32BE(number, 1);
  key.writeBigUInt64BE(row, 5);
  return key;
}

export function treeKey(number: number, level: number, place: bigint): Buffer {
  const key = Buffer.alloc(14, "t");
  key.writeUInt32BE(number, 1);
  key.writeUInt8(level, 5);
  key.writeBigUInt64BE(place, 6);
  return key;
}

export function placeBytes(number: number, index: bigint): Buffer {
  const bytes = Buffer.alloc(placeWidth);
  bytes.writeUInt32BE(number, 0);
  bytes.writeBigUInt64BE(index, 4);
  return bytes;
}

export const noPlaces = Buffer.alloc(0);

export function hasPlace(bytes: Buffer, number: number): boolean {
  for (let at = 0; at < bytes.length; at += placeWidth) if (bytes.readUInt32BE(at) === number) return true;
  return false;
}

export function placesIn(bytes: Buffer): readonly { readonly number: number; readonly index: bigint }[] {
  return Array.from({ length: bytes.length / placeWidth }, (_, at) => ({
    number: bytes.readUInt32BE(at * placeWidth),
    index: bytes.readBigUInt64BE(at * placeWidth + 4),
  }));
}

export function nodesIn(bytes: Buffer): readonly Uint8Array[] {
  return Array.from({ length: bytes.length / wordWidth }, (_, at) =>
    bytes.subarray(at * wordWidth, (at + 1) * wordWidth),
  );
}
