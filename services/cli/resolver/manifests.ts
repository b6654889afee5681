/** Bringing manifests to a resolver, so that the members of their batches resolve there. */
import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { unreadable } from "../../importers/digest.js";
import { hashSchema, toDigest } from "../../ledger/hex.js";
import type { MemberProof } from "../../ledger/merkle/proof.js";
import type { BatchId, Digest } from "../../store/model.js";
import { CliError } from "../errors.js";
import { askJson, parsed, problemOf, type Reply, refused } from "./client.js";

/** How much goes into one request, in bytes: at first, and at least where a line is too slow for the time that a resolver gives a request. */
const partBytes = 4 * 1024 * 1024;
const leastPartBytes = 64 * 1024;
const lookMs = 100;
/** How long a resolver may take to read the block in which a batch was issued, in milliseconds. */
const behindMs = 120_000;
/** How long without any news of an indexing is waited for. */
const indexingMs = 3_600_000;
/** How long one is waited for that cannot read for a moment. */
const unreadableMs = 30_000;

const batchSchema = z.looseObject({
  manifest: z.looseObject({ list: z.enum(["missing", "held", "indexing", "indexed", "refused"]) }).nullable(),
  member: z
    .looseObject({
      proof: z
        .looseObject({
          manifest: hashSchema,
          count: z.string(),
          index: z.string(),
          contentDigest: hashSchema,
          path: z.array(hashSchema),
        })
        .nullable(),
    })
    .nullable(),
});

/** What a resolver shows of a batch; null where it does not know it. */
async function readBatchView(resolverUrl: string, batch: BatchId, member?: string) {
  const query = member === undefined ? "" : `?member=${encodeURIComponent(member)}`;
  const { status, body } = await askJson(resolverUrl, `v1/batches/${batch}${query}`);
  if (status === 404) return null;
  if (status !== 200) throw refused(status, problemOf(resolverUrl, body));
  return parsed(resolverUrl, batchSchema, body);
}

/**
 * The resolver's proof that an identifier is in a list; null where it has none.
 * @throws CliError
 */
export async function readMemberProof(
  resolverUrl: string,
  batch: BatchId,
  identifier: string,
): Promise<MemberProof | null> {
  const proof = (await readBatchView(resolverUrl, batch, identifier))?.member?.proof;
  if (proof === null || proof === undefined) return null;
  const { count, index, path } = proof;
  return {
    manifest: toDigest(proof.manifest),
    count: BigInt(count),
    index: BigInt(index),
    contentDigest: toDigest(proof.contentDigest),
    path,
  };
}

const boundsSchema = z.looseObject({ maxBytes: z.number().int().nonnegative() });

/**
 * Bytes of the largest manifest that the resolver keeps; null where it does not say.
 * @throws CliError
 */
export async function largestManifest(resolverUrl: string): Promise<number | null> {
  const { status, body } = await askJson(resolverUrl, "v1/manifests");
  if (status === 404) return null;
  if (status !== 200) throw refused(status, problemOf(resolverUrl, body));
  return parsed(resolverUrl, boundsSchema, body).maxBytes;
}

export interface Publishing {
  readonly batch: BatchId;
  readonly manifest: Digest;
  readonly file: string;
  /** Told how many bytes are there, of how many. */
  readonly onProgress?: (bytes: number, total: number) => void;
}

/**
 * Brings a manifest, and waits until its members resolve. Waits first for a resolver that has not read of the batch.
 * @throws CliError `CLI_RESOLVER_UNREACHABLE`, `CLI_RESOLVER_REFUSED`; ImportError `IMPORT_FILE_UNREADABLE`
 */
export async function publishManifest(resolverUrl: string, publishing: Publishing): Promise<void> {
  await untilKnown(resolverUrl, publishing.batch);
  await bring(resolverUrl, publishing);
  await untilIndexed(resolverUrl, publishing.batch);
}

/** Asks again where the resolver cannot read just now (503), as while its database is opened anew after the disk was full. */
async function viewOnceReadable(resolverUrl: string, batch: BatchId) {
  for (const end = Date.now() + unreadableMs; ; await sleep(lookMs)) {
    try {
      return await readBatchView(resolverUrl, batch);
    } catch (error) {
      if (!isUnreadable(error) || Date.now() >= end) throw error;
    }
  }
}

const isUnreadable = (error: unknown): boolean => error instanceof CliError && error.details.status === 503;

async function untilKnown(resolverUrl: string, batch: BatchId): Promise<void> {
  for (const end = Date.now() + behindMs; Date.now() < end; await sleep(lookMs)) {
    if ((await viewOnceReadable(resolverUrl, batch)) !== null) return;
  }
  throw new CliError("CLI_RESOLVER_REFUSED", `The resolver does not know the batch ${batch}.`, {
    hint: "It may be behind the chain, or follow another one: cadastre status. Then: cadastre batch publish",
  });
}

/** Brings it as an upload that a later run goes on with; where that one is spoiled, as one that nobody can know. */
async function bring(resolverUrl: string, { manifest, file, onProgress }: Publishing): Promise<void> {
  const name = await uploadName(file);
  const handle = await open(file, "r").catch((cause) => {
    throw unreadable(file, cause);
  });
  try {
    const { size: total } = await handle.stat();
    const source: Source = { resolverUrl, manifest, handle, total, onProgress };
    if ((await bringAs(name, source)) === null) return;
    const refusal = await bringAs(randomUUID(), source);
    if (refusal !== null) throw refusal;
  } finally {
    await handle.close();
  }
}

/** Only who has the list can tell it, so that nobody else's parts get in between. */
async function uploadName(file: string): Promise<string> {
  const hash = createHash("sha256").update("cadastre-upload/1\n");
  try {
    await pipeline(createReadStream(file), hash);
  } catch (cause) {
    throw unreadable(file, cause);
  }
  return hash.digest("hex");
}

interface Source {
  readonly resolverUrl: string;
  readonly manifest: Digest;
  readonly handle: FileHandle;
  readonly total: number;
  readonly onProgress: Publishing["onProgress"];
}

const storedSchema = z.looseObject({ received: z.number().int().nonnegative() });

/** @returns Why it cannot be brought under this name; null where it is there. */
async function bringAs(upload: string, source: Source): Promise<CliError | null> {
  const { resolverUrl, total, onProgress } = source;
  let size = partBytes;
  for (let offset = 0; offset < total; ) {
    const { status, body } = await bringPart(upload, source, { offset, size }).catch(tooSlow(size));
    if (status === requestTimeout && size > leastPartBytes) {
      size /= 4;
      continue;
    }
    if (status === 422) return refused(status, problemOf(resolverUrl, body));
    if (status !== 200 && status !== 202 && status !== 409)
      throw refused(status, problemOf(resolverUrl, body));
    // 409: another run brings it too, or an earlier one began to.
    const { received } = parsed(resolverUrl, storedSchema, body);
    if (received <= offset) return refused(status, problemOf(resolverUrl, body));
    offset = received;
    onProgress?.(offset, total);
  }
  return null;
}

const requestTimeout = 408;

/** A resolver that hangs up on a request that takes too long is not always heard to say so. */
function tooSlow(size: number): (error: unknown) => Reply {
  return (error) => {
    const isCut = error instanceof CliError && error.code === "CLI_RESOLVER_UNREACHABLE";
    if (isCut && size > leastPartBytes) return { status: requestTimeout, body: null };
    throw error;
  };
}

async function bringPart(
  upload: string,
  { resolverUrl, manifest, handle, total }: Source,
  { offset, size }: { readonly offset: number; readonly size: number },
): Promise<Reply> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(size), 0, size, offset);
  return await askJson(resolverUrl, `v1/manifests/${manifest}`, {
    method: "PUT",
    headers: {
      "content-type": "application/octet-stream",
      "content-range": `bytes ${offset}-${offset + bytesRead - 1}/${total}`,
      "cadastre-upload": upload,
    },
    body: buffer.subarray(0, bytesRead),
  });
}

async function untilIndexed(resolverUrl: string, batch: BatchId): Promise<void> {
  for (const end = Date.now() + indexingMs; Date.now() < end; await sleep(lookMs)) {
    const list = (await viewOnceReadable(resolverUrl, batch))?.manifest?.list;
    if (list === "indexed") return;
    if (list === "refused")
      throw new CliError("CLI_RESOLVER_REFUSED", "The resolver says that the file is not the batch's list.", {
        hint: "Give the file just as it was registered.",
      });
  }
  throw new CliError("CLI_RESOLVER_REFUSED", "The resolver has not indexed the list in an hour.", {
    hint: "See its log.",
  });
}
