/** Fetches manifests from other resolvers. What they send is checked like anything else that comes in. */

import { sha256 } from "../importers/digest.js";
import type { Digest } from "../store/model.js";
import { ManifestError } from "./errors.js";
import type { ManifestFiles } from "./files.js";
import type { Upload } from "./uploads.js";

const answerTimeoutMs = 15_000;
const partBytes = 4 * 1024 * 1024;

/** `begun`: more of it came in, and not all. */
type Fetched = "held" | "begun" | "absent";

/**
 * Asks one peer after the other.
 * @param peers Public addresses of resolvers, without a trailing slash.
 */
export async function fetchFromPeers(
  files: ManifestFiles,
  peers: readonly string[],
  digest: Digest,
  signal: AbortSignal,
): Promise<Fetched> {
  let isBegun = false;
  for (const peer of peers) {
    const source = { peer, digest, upload: uploadOf(peer) };
    const begun = await files.received(digest, source.upload);
    if (await fetchFrom(files, source, signal)) return "held";
    isBegun ||= (await files.received(digest, source.upload)) > begun;
  }
  return isBegun ? "begun" : "absent";
}

interface Source {
  readonly peer: string;
  readonly digest: Digest;
  readonly upload: Upload;
}

/** @returns Whether the manifest is held now. */
async function fetchFrom(files: ManifestFiles, source: Source, signal: AbortSignal): Promise<boolean> {
  const { peer, digest, upload } = source;
  try {
    const begun = await files.received(digest, upload);
    const response = await ask(peer, digest, begun, signal);
    const place = placeOf(response);
    const fits = place !== null && place.offset === begun && place.total <= files.maxBytes;
    if (fits && response.body !== null) return await takeIn(files, source, response.body, place);
    await response.body?.cancel();
    if (begun === 0) return false;
    // It has less than came in, or gives no parts: what came in does not help.
    if (response.status !== 416 && response.status !== 200) return false;
    await files.discard(digest, upload);
    return await fetchFrom(files, source, signal);
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

/** Each peer's bytes by themselves: a false peer spoils no other one's. */
const uploadOf = (peer: string): Upload => `peer-${sha256(peer).slice(2, 34)}`;

function ask(peer: string, digest: Digest, begun: number, signal: AbortSignal): Promise<Response> {
  return fetch(`${peer}/v1/manifests/${digest}`, {
    // Bytes are counted: they must come as they are.
    headers: { "accept-encoding": "identity", ...(begun === 0 ? {} : { range: `bytes=${begun}-` }) },
    redirect: "error",
    signal: AbortSignal.any([signal, AbortSignal.timeout(answerTimeoutMs)]),
  });
}

interface Place {
  readonly offset: number;
  readonly total: number;
}

/** null for an answer that holds no bytes of a file. */
function placeOf({ status, headers }: Response): Place | null {
  if (status === 200) {
    const total = Number(headers.get("content-length"));
    return Number.isSafeInteger(total) && total > 0 ? { offset: 0, total } : null;
  }
  const [, first, total] =
    /^bytes (\d{1,15})-\d{1,15}\/(\d{1,15})$/.exec(headers.get("content-range") ?? "") ?? [];
  return status === 206 && first !== undefined ? { offset: Number(first), total: Number(total) } : null;
}

async function takeIn(
  files: ManifestFiles,
  { digest, upload }: Source,
  body: ReadableStream<Uint8Array>,
  { offset: begun, total }: Place,
): Promise<boolean> {
  let offset = begun;
  let held: Uint8Array[] = [];
  let size = 0;
  const give = async (): Promise<void> => {
    if (size === 0) return;
    const bytes = Buffer.concat(held);
    held = [];
    size = 0;
    offset = (await files.take(digest, upload, { offset, bytes, total })).received;
  };
  try {
    for await (const chunk of body) {
      held.push(chunk);
      size += chunk.length;
      if (size >= partBytes) await give();
    }
  } finally {
    // Also what a slow peer sent until its time was over: the next time goes on from there.
    await give();
  }
  return offset === total;
}

/** A peer that is away, or sent something else, is as good as one that does not have it. */
function isMissing(error: unknown): boolean {
  if (error instanceof ManifestError) return error.code !== "MANIFEST_DISK_FULL";
  return (
    error instanceof TypeError ||
    (error instanceof DOMException && (error.name === "TimeoutError" || error.name === "AbortError"))
  );
}
