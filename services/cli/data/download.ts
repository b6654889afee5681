/** Fetches data into a file, which is there only once its content is known to be the right one. */
import { createHash, randomBytes } from "node:crypto";
import { open, rename, unlink } from "node:fs/promises";
import { z } from "zod";
import { toDigest } from "../../ledger/hex.js";
import type { Digest } from "../../store/model.js";
import { CliError } from "../errors.js";
import type { OutputStream } from "../io.js";
import { progressBar } from "../output/progress.js";
import { type Price, priceIn } from "./payment.js";

/** Milliseconds for a provider to begin its answer. */
const timeoutMs = 30_000;

export interface Download {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
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
 * @throws CliError `CLI_PROVIDER_UNREACHABLE`, `CLI_PROVIDER_REFUSED`; what `check` throws.
 */
export async function download({ url, headers, file, check, shownOn }: Download): Promise<Downloaded> {
  const response = await begin(url, headers);
  if (response.status !== 200) throw refused(url, response.status, await problemIn(response));
  const partial = `${file}.${process.pid}-${randomBytes(4).toString("hex")}.partial`;
  try {
    const downloaded = await write(response, partial, url, shownOn);
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
export async function readPrice(url: URL, headers: Readonly<Record<string, string>>): Promise<Price | null> {
  const response = await begin(url, headers);
  if (response.status === 402) return priceIn(response.status, await smallJson(response));
  await response.body?.cancel();
  return null;
}

async function begin(url: URL, headers: Readonly<Record<string, string>>): Promise<Response> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), timeoutMs);
  try {
    const response = await fetch(url, { headers, redirect: "manual", signal: patience.signal });
    return response;
  } catch (cause) {
    throw cause instanceof CliError ? cause : unreachable(url, cause);
  } finally {
    clearTimeout(timer);
  }
}

async function write(
  response: Response,
  file: string,
  url: URL,
  shownOn: OutputStream | null,
): Promise<Downloaded> {
  const hash = createHash("sha256");
  const total = Number(response.headers.get("content-length") ?? 0);
  const progress = progressBar(total === 0 ? null : shownOn, total, "bytes");
  const handle = await open(file, "wx", 0o600);
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

const problemSchema = z.object({
  code: z.string().max(100).optional(),
  detail: z.string().max(1000).optional(),
  hint: z.string().max(1000).optional(),
});
type Problem = z.infer<typeof problemSchema>;

/** What a provider says of its refusal, if it says so in the usual form and briefly. */
async function problemIn(response: Response): Promise<Problem> {
  const answer = await smallJson(response);
  const price = priceIn(response.status, answer);
  const problem = problemSchema.safeParse(answer).data ?? {};
  return price === null ? problem : { ...problem, hint: payingHint(price) };
}

const payingHint = ({ quota, host, units }: Price): string =>
  `It costs ${units} of the quota ${quota}. Let its host take some (cadastre quota allow ${quota} --to ${host} --amount N), ` +
  `then pay: data get … --quota ${quota} --units ${units}`;

/** Null where it is none, or large. */
async function smallJson(response: Response): Promise<unknown> {
  const length = Number(response.headers.get("content-length") ?? Number.POSITIVE_INFINITY);
  if (length <= 16_384) return response.json().catch(() => null);
  await response.body?.cancel();
  return null;
}

function refused(url: URL, status: number, { code, detail, hint }: Problem): CliError {
  return new CliError(
    "CLI_PROVIDER_REFUSED",
    `The provider at ${url.origin} answered ${status}${detail === undefined ? "." : `: ${detail}`}`,
    {
      hint: hint ?? "Ask the data's owner whether the address is the right one.",
      details: { status, ...(code === undefined ? {} : { code }) },
    },
  );
}

const unreachable = (url: URL, cause: unknown): CliError =>
  new CliError(
    "CLI_PROVIDER_UNREACHABLE",
    `The provider at ${url.origin} cannot be reached, or breaks off.`,
    {
      hint: "Try again later, or name another address: --url URL.",
      cause,
    },
  );
