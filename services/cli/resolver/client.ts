/** The resolver over HTTP, for all that the command line asks it. It is not trusted: answers are bounded and parsed. */
import { z } from "zod";
import { audienceOf } from "../../rights/requests/signedRequest.js";
import { CliError } from "../errors.js";
import type { Asker } from "./asker.js";

const timeoutMs = 30_000;
const maximumBytes = 16 * 1024 * 1024;

export const problemSchema = z.looseObject({
  code: z.string().optional(),
  title: z.string().optional(),
  detail: z.string().optional(),
  hint: z.string().optional(),
  audience: z.string().optional(),
  /** Why a decision denies. */
  reason: z.string().optional(),
});

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

const accept = "application/json, application/problem+json";

/** @param path Beneath the resolver's URL, which may have a path itself. */
export const get = (resolverUrl: string, path: string, asker: Asker | null = null): Promise<Reply> =>
  ask(resolverUrl, path, asker, { method: "GET", headers: { accept }, body: null });

export const post = (
  resolverUrl: string,
  path: string,
  value: unknown,
  asker: Asker | null,
): Promise<Reply> =>
  ask(resolverUrl, path, asker, {
    method: "POST",
    headers: { accept, "content-type": "application/json" },
    body: JSON.stringify(value),
  });

/** For those who read the answer themselves. @param asker Nobody in particular where null. */
export const askJson = (
  resolverUrl: string,
  path: string,
  question: Question = { method: "GET", headers: {}, body: null },
  asker: Asker | null = null,
): Promise<Reply> => ask(resolverUrl, path, asker, { ...question, headers: { accept, ...question.headers } });

/** Asks as a party; what a refusal says is thrown. */
export async function askAs<Output>(
  resolverUrl: string,
  { method, path, value }: Pick<Question, "method"> & { readonly path: string; readonly value?: unknown },
  asker: Asker,
  schema: z.ZodType<Output>,
): Promise<Output> {
  const { status, body } = await ask(resolverUrl, path, asker, {
    method,
    headers: value === undefined ? { accept } : { accept, "content-type": "application/json" },
    body: value === undefined ? null : JSON.stringify(value),
  });
  if (status >= 200 && status < 300) return parsed(resolverUrl, schema, body);
  throw refusal(resolverUrl, status, body);
}

/** What a refusal says of itself. @throws CliError `CLI_RESOLVER_MALFORMED` */
export const problemOf = (resolverUrl: string, body: unknown): z.infer<typeof problemSchema> =>
  parsed(resolverUrl, problemSchema, body);

interface Question {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | null;
}

async function ask(
  resolverUrl: string,
  path: string,
  asker: Asker | null,
  question: Question,
): Promise<Reply> {
  const { status, url, text } = await exchange(resolverUrl, path, asker, question);
  return { status, body: jsonOf(url, text) };
}

/**
 * Sends a value, and gives the answer's text as it came.
 * @throws CliError `CLI_RESOLVER_UNREACHABLE`, `CLI_RESOLVER_REFUSED`, `CLI_NOT_AUTHORISED`, `CLI_RESOLVER_MALFORMED`
 */
export async function postForText(
  resolverUrl: string,
  path: string,
  value: unknown,
  asker: Asker | null,
): Promise<string> {
  const { status, url, text } = await exchange(resolverUrl, path, asker, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(value),
  });
  if (status === 200) return text;
  throw refusal(resolverUrl, status, jsonOf(url, text));
}

async function exchange(
  resolverUrl: string,
  path: string,
  asker: Asker | null,
  { method, headers, body }: Question,
): Promise<{ readonly status: number; readonly url: URL; readonly text: string }> {
  const audience = audienceOf(resolverUrl);
  const url = new URL(`${audience}/${path}`);
  const target = url.href.slice(audience.length);
  const authorization =
    asker === null
      ? {}
      : {
          authorization: await asker({
            method,
            audience,
            target,
            body: typeof body === "string" ? new TextEncoder().encode(body) : (body ?? new Uint8Array()),
          }),
        };
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      method,
      body,
      headers: { ...headers, ...authorization },
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
    });
    text = await bounded(response);
  } catch (cause) {
    if (cause instanceof CliError) throw cause;
    throw unreachable(url, cause);
  }
  return { status: response.status, url, text };
}

function unreachable(url: URL, cause: unknown): CliError {
  return new CliError("CLI_RESOLVER_UNREACHABLE", `The resolver at ${url.origin} cannot be reached.`, {
    hint: "Start it, or correct its address: cadastre config set resolverUrl URL",
    cause,
  });
}

function jsonOf(url: URL, text: string): unknown {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw malformed(url.origin, cause);
  }
}

/** An answer that comes in pieces, for as long as the resolver has some. */
export interface OpenStream {
  readonly headers: Headers;
  readonly body: ReadableStream<Uint8Array>;
}

/**
 * Opens an answer of the media type `accept`.
 * @param path Beneath the resolver's URL.
 * @throws CliError `CLI_RESOLVER_UNREACHABLE`, `CLI_RESOLVER_REFUSED`, `CLI_RESOLVER_MALFORMED`
 */
export async function openStream(
  resolverUrl: string,
  path: string,
  accept: string,
  signal: AbortSignal,
): Promise<OpenStream> {
  const url = new URL(`${audienceOf(resolverUrl)}/${path}`);
  let response: Response;
  try {
    response = await fetch(url, { headers: { accept }, redirect: "manual", signal });
  } catch (cause) {
    throw unreachable(url, cause);
  }
  const { status, headers, body } = response;
  if (status !== 200) {
    throw refusal(resolverUrl, status, jsonOf(url, await bounded(response)));
  }
  if (body === null || headers.get("content-type") !== accept) throw malformed(url.origin);
  return { headers, body };
}

/**
 * An answer's text, to the byte.
 * @throws CliError `CLI_RESOLVER_UNREACHABLE`, `CLI_RESOLVER_REFUSED`, `CLI_RESOLVER_MALFORMED`
 */
export async function openText(
  resolverUrl: string,
  path: string,
  asker: Asker | null = null,
): Promise<string> {
  const audience = audienceOf(resolverUrl);
  const url = new URL(`${audience}/${path}`);
  const signed = asker && {
    authorization: await asker({
      method: "GET",
      audience,
      target: url.pathname + url.search,
      body: new Uint8Array(),
    }),
  };
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      headers: { ...signed },
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
    });
    text = await bounded(response);
  } catch (cause) {
    if (cause instanceof CliError) throw cause;
    throw unreachable(url, cause);
  }
  if (response.status === 200) return text;
  throw refusal(resolverUrl, response.status, jsonOf(url, text));
}

async function bounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > maximumBytes) throw malformed(response.url);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

export function parsed<Output>(resolverUrl: string, schema: z.ZodType<Output>, body: unknown): Output {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw malformed(resolverUrl, result.error);
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

export function refused(status: number, problem: z.infer<typeof problemSchema>): CliError {
  const code = status === 401 || status === 403 ? "CLI_NOT_AUTHORISED" : "CLI_RESOLVER_REFUSED";
  const { reason } = problem;
  return new CliError(code, problem.detail ?? problem.title ?? `The resolver answered ${status}.`, {
    hint: problem.hint ?? "See the resolver's log.",
    details: { status, code: problem.code, ...(reason === undefined ? {} : { reason }) },
  });
}

/** @throws CliError `CLI_RESOLVER_MALFORMED` where it is no refusal of a resolver's. */
export const refusal = (resolverUrl: string, status: number, body: unknown): CliError =>
  refused(status, parsed(resolverUrl, problemSchema, body));

const unknownCodes = ["RESOLVER_UNKNOWN_THING", "RESOLVER_UNKNOWN_TOKEN", "RESOLVER_UNKNOWN_PARTY"];

/**
 * All pages of a list; null where the resolver does not know what it is a list of.
 * @param path With or without a query.
 */
export async function readPages<Page extends { readonly next: string | null }>(
  resolverUrl: string,
  path: string,
  schema: z.ZodType<Page>,
  asker: Asker | null = null,
): Promise<readonly Page[] | null> {
  const pages: Page[] = [];
  let after: string | null = null;
  do {
    const begin = path.includes("?") ? "&" : "?";
    const query: string = after === null ? "" : `${begin}after=${encodeURIComponent(after)}`;
    const { status, body } = await get(resolverUrl, `${path}${query}`, asker);
    if (status !== 200) {
      const problem = parsed(resolverUrl, problemSchema, body);
      if (unknownCodes.includes(problem.code ?? "")) return null;
      throw refused(status, problem);
    }
    const page = parsed(resolverUrl, schema, body);
    if (page.next !== null && page.next === after) throw malformed(resolverUrl);
    pages.push(page);
    after = page.next;
  } while (after !== null);
  return pages;
}
