/** What the resolver's answers say: they are parsed before anything is made of them. */
import { z } from "zod";
import { CliError } from "../errors.js";
import type { Asker } from "./asker.js";
import { exchange, jsonOf, malformed, type Question } from "./exchange.js";

export const problemSchema = z.looseObject({
  code: z.string().optional(),
  title: z.string().optional(),
  detail: z.string().optional(),
  hint: z.string().optional(),
  audience: z.string().optional(),
  /** Why a decision denies. */
  reason: z.string().optional(),
});

export interface Reply {
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

/**
 * An answer's text, to the byte.
 * @throws CliError `CLI_RESOLVER_UNREACHABLE`, `CLI_RESOLVER_REFUSED`, `CLI_RESOLVER_MALFORMED`
 */
export async function openText(
  resolverUrl: string,
  path: string,
  asker: Asker | null = null,
): Promise<string> {
  const question = { method: "GET", headers: {}, body: null } as const;
  const { status, url, text } = await exchange(resolverUrl, path, asker, question);
  if (status === 200) return text;
  throw refusal(resolverUrl, status, jsonOf(url, text));
}

export function parsed<Output>(resolverUrl: string, schema: z.ZodType<Output>, body: unknown): Output {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw malformed(resolverUrl, result.error);
}

export function refused(status: number, problem: z.infer<typeof problemSchema>): CliError {
  const code = status === 401 || status === 403 ? "CLI_NOT_AUTHORISED" : "CLI_RESOLVER_REFUSED";
  const { reason } = problem;
  return new CliError(code, problem.detail ?? problem.title ?? `The resolver answered ${status}.`, {
    hint: addressHint(problem) ?? problem.hint ?? "See the resolver's log.",
    details: { status, code: problem.code, ...(reason === undefined ? {} : { reason }) },
  });
}

/** What is signed names the resolver as it was asked, and it takes only what names it as it calls itself. */
function addressHint({ code, audience }: z.infer<typeof problemSchema>): string | undefined {
  if (code !== "RESOLVER_INVALID_SIGNATURE" || audience === undefined) return undefined;
  return `The resolver calls itself ${audience}: ask it by that address (--resolver-url), on the ledger that it is of.`;
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
