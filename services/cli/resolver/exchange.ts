/** Questions to the resolver over HTTP. It is not trusted: answers are bounded. */
import { setTimeout } from "node:timers/promises";
import { audienceOf } from "../../rights/requests/signedRequest.js";
import { CliError } from "../errors.js";
import type { Asker } from "./asker.js";

const timeoutMs = 30_000;
const maximumBytes = 16 * 1024 * 1024;
/** A resolver that has only just started takes no signed requests for some seconds: how long it is asked again, and how often. */
const patienceMs = 15_000;
const pauseMs = 500;

export interface Question {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | null;
}

export interface Exchanged {
  readonly status: number;
  readonly url: URL;
  readonly text: string;
}

/**
 * @param path Beneath the resolver's URL, which may have a path itself.
 * @param asker Signs the question; null to ask as nobody known.
 * @throws CliError `CLI_RESOLVER_UNREACHABLE`, `CLI_RESOLVER_MALFORMED`
 */
export async function exchange(
  resolverUrl: string,
  path: string,
  asker: Asker | null,
  question: Question,
): Promise<Exchanged> {
  const audience = audienceOf(resolverUrl);
  const url = new URL(`${audience}/${path}`);
  if (asker === null) return await send(url, question);
  const { method, body } = question;
  const request = { method, audience, target: url.href.slice(audience.length), body: bytesOf(body) };
  const end = Date.now() + patienceMs;
  for (;;) {
    const headers = { ...question.headers, authorization: await asker(request) };
    const exchanged = await send(url, { ...question, headers });
    if (!isUnchecked(exchanged) || Date.now() > end) return exchanged;
    await setTimeout(pauseMs);
  }
}

/** The resolver did not look at what was asked, and wants it signed anew. */
const isUnchecked = ({ status, text }: Exchanged): boolean =>
  status === 503 && text.includes('"RESOLVER_CALLER_UNCHECKED"');

const bytesOf = (body: Question["body"]): Uint8Array =>
  typeof body === "string" ? new TextEncoder().encode(body) : (body ?? new Uint8Array());

async function send(url: URL, question: Question): Promise<Exchanged> {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(url, { ...question, redirect: "manual", signal });
    return { status: response.status, url, text: await bounded(response) };
  } catch (cause) {
    if (cause instanceof CliError) throw cause;
    throw unreachable(url, cause);
  }
}

export async function bounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > maximumBytes) throw malformed(response.url);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

export function jsonOf(url: URL, text: string): unknown {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw malformed(url.origin, cause);
  }
}

export function unreachable(url: URL, cause: unknown): CliError {
  return new CliError("CLI_RESOLVER_UNREACHABLE", `The resolver at ${url.origin} cannot be reached.`, {
    hint: "Start it, or correct its address: cadastre config set resolverUrl URL",
    cause,
  });
}

/** For an answer that is none of a resolver's. */
export function malformed(resolverUrl: string, cause?: unknown): CliError {
  const { origin } = new URL(resolverUrl);
  return new CliError(
    "CLI_RESOLVER_MALFORMED",
    `The answer of ${origin} is not that of a Cadastre resolver.`,
    {
      hint: "Check its address: cadastre config get resolverUrl",
      cause,
    },
  );
}
