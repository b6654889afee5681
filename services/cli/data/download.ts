/** Fetches data into a file, which is there only once its content is known to be the right one. */
import { createHash, randomBytes } from "node:crypto";
import { type FileHandle, open, rename, unlink } from "node:fs/promises";
import { toDigest } from "../../ledger/hex.js";
import type { Digest } from "../../store/model.js";
import type { OutputStream } from "../io.js";
import { ownersAlone, unwritable } from "../output/file.js";
import { progressBar } from "../output/progress.js";
import { type Price, priceIn } from "./payment.js";
import { askProvider, type ProviderQuestion, refusal, smallJson, unreachable } from "./provider.js";

export interface Download {
  readonly url: URL;
  readonly headers: ProviderQuestion["headers"];
  readonly file: string;
  /** Throws where content of that digest is not the right one. */
  readonly check: (digest: Digest) => Promise<void>;
  /** Where progress is shown; null for nowhere. */
  readonly shownOn: OutputStream | null;
}

export interface Downloaded {
  readonly bytes: number;
  readonly digest: Digest;
}

/**
 * What fails leaves nothing behind, and a file that was there before as it was.
 * @throws CliError `CLI_PROVIDER_UNREACHABLE`, `CLI_PROVIDER_REFUSED`, `CLI_FILE_UNWRITABLE`; what `check` throws.
 */
export async function download({ url, headers, file, check, shownOn }: Download): Promise<Downloaded> {
  const response = await askProvider(url, { method: "GET", headers, body: null });
  if (response.status !== 200) throw await refusal(url, response);
  const partial = `${file}.${process.pid}-${randomBytes(4).toString("hex")}.partial`;
  try {
    const handle = await open(partial, "wx", ownersAlone).catch((cause) => {
      throw unwritable(file, cause);
    });
    const downloaded = await write(response, handle, url, shownOn);
    await check(downloaded.digest);
    await rename(partial, file);
    return downloaded;
  } finally {
    // After a rename there is nothing left to remove.
    await unlink(partial).catch(() => undefined);
  }
}

/**
 * What a host asks for the data; null where it asks nothing, or does not give it.
 * @throws CliError `CLI_PROVIDER_UNREACHABLE`
 */
export async function readPrice(url: URL, headers: ProviderQuestion["headers"]): Promise<Price | null> {
  const response = await askProvider(url, { method: "GET", headers, body: null });
  if (response.status === 402) return priceIn(response.status, await smallJson(response));
  await response.body?.cancel();
  return null;
}

async function write(
  response: Response,
  handle: FileHandle,
  url: URL,
  shownOn: OutputStream | null,
): Promise<Downloaded> {
  const hash = createHash("sha256");
  const total = Number(response.headers.get("content-length") ?? 0);
  const progress = progressBar(total === 0 ? null : shownOn, total, "bytes");
  let bytes = 0;
  try {
    for await (const chunk of chunksOf(response, url)) {
      hash.update(chunk);
      await handle.writeFile(chunk);
      bytes += chunk.length;
      progress.update(bytes);
    }
    await handle.sync();
  } finally {
    progress.stop();
    await handle.close();
  }
  return { bytes, digest: toDigest(`0x${hash.digest("hex")}`) };
}

async function* chunksOf({ body }: Response, url: URL): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body ?? []) yield chunk;
  } catch (cause) {
    throw unreachable(url, cause);
  }
}
