/**
 * A checkpoint: the log's size and root at a time. Its canonical text is a document of its own, whose SHA-256 the operator anchors
 * on the ledger as a bundle of one document. Each such bundle replaces the one before, so that the ledger leads from one checkpoint to
 * the next, and one that the log does not know shows that the log was cut off.
 */
import { createHash } from "node:crypto";
import { z } from "zod";
import { bundleTree } from "../ledger/bundleTree.js";
import { canonicalJson } from "../ledger/canonicalJson.js";
import { addressSchema, hashSchema, toDigest } from "../ledger/hex.js";
import type { Digest } from "../store/model.js";

/** More entries than any log has, and few enough for exact arithmetic. */
const mostEntries = 2 ** 40;

export const checkpointSchema = z
  .strictObject({
    chainId: z.number().int().nonnegative(),
    /** Hash of the log's first entry, by which logs are told apart. */
    log: hashSchema,
    /** Entries that the tree holds. */
    size: z.number().int().min(1).max(mostEntries),
    root: hashSchema,
    time: z.iso.datetime({ precision: 3 }),
  })
  .readonly();
export type Checkpoint = z.output<typeof checkpointSchema>;

/** Where on the ledger a checkpoint is anchored. */
export const anchorSchema = z
  .strictObject({
    author: addressSchema,
    /** Unix seconds. */
    time: z.number().int().nonnegative(),
    block: z.number().int().nonnegative().nullable(),
    transaction: hashSchema.nullable(),
  })
  .readonly();
export type Anchor = z.output<typeof anchorSchema>;

/** RFC 8785. */
export function checkpointText(checkpoint: Checkpoint): string {
  const written = canonicalJson(checkpoint);
  if (written === null) throw new TypeError("A checkpoint is a JSON object.");
  return written;
}

/** SHA-256 of the checkpoint's text. */
export const checkpointDigest = (checkpoint: Checkpoint): Digest =>
  toDigest(`0x${createHash("sha256").update(checkpointText(checkpoint)).digest("hex")}`);

/** Root of the bundle that holds the checkpoint alone: what the ledger has of it. */
export const checkpointBundle = (checkpoint: Checkpoint): Digest =>
  bundleTree([checkpointDigest(checkpoint)]).root;

const place = "/v1/access-log/checkpoints/";

/** Where a resolver shows the checkpoint of a size. */
export const checkpointUri = (baseUrl: string, size: number): string => `${baseUrl}${place}${size}`;

/** The size in such an address; null where it is another one. */
export function sizeInUri(uri: string): number | null {
  const [, size] = /\/v1\/access-log\/checkpoints\/(\d{1,13})$/.exec(uri) ?? [];
  return size === undefined ? null : Number(size);
}
