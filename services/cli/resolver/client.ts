/** The resolver over HTTP, as far as the command line reads its answers. The resolver is not trusted: answers are bounded and parsed. */
import { z } from "zod";
import { ledgerSchemes } from "../../identifiers/identifier.js";
import { addressSchema, hashSchema } from "../../ledger/hex.js";
import { audienceOf } from "../../rights/requests/signedRequest.js";
import {
  type Address,
  freezeReasons,
  granteeKinds,
  type OperatedKind,
  type QuotaId,
  type Thing,
  type Token,
  tokenRoles,
  twinStates,
} from "../../store/model.js";
import { CliError } from "../errors.js";
import type { Asker } from "./asker.js";

const timeoutMs = 30_000;
const maximumBytes = 16 * 1024 * 1024;

const party = z.looseObject({ address: addressSchema, name: z.string().nullable() });
export const asOf = z.looseObject({
  number: z.number().int().nonnegative(),
  hash: hashSchema,
  time: z.number().int(),
  finality: z.enum(["final", "provisional"]),
});
/** The block of which an answer speaks. */
export type AsOf = z.infer<typeof asOf>;

const authority = z.looseObject({
  namespace: hashSchema,
  prefix: z.string(),
  holder: party,
  status: z.enum(["live", "suspended", "lapsed"]),
});
const links = z.array(
  z.looseObject({
    rel: z.string(),
    href: z.string(),
    inheritedFrom: z.string().optional(),
    sharedBy: z.string().optional(),
  }),
);
const subject = z.discriminatedUnion("kind", [
  z.looseObject({ kind: z.literal("none") }),
  z.looseObject({
    kind: z.literal("twin"),
    twin: z.looseObject({
      id: hashSchema,
      kind: z.enum(["type", "instance"]),
      name: z.string(),
      state: z.enum(twinStates),
      author: party,
      owner: party,
      digest: hashSchema,
      version: z.looseObject({ number: z.number().int() }),
      licence: z.looseObject({ version: z.number().int(), digest: hashSchema.nullable() }).nullable(),
    }),
  }),
  z.looseObject({ kind: z.literal("party"), party }),
  z.looseObject({
    kind: z.literal("record"),
    record: z.looseObject({ id: hashSchema, scheme: z.string(), canonical: z.string() }),
  }),
]);

const answerSchema = z.looseObject({
  authority,
  record: z.looseObject({
    id: hashSchema,
    scheme: z.enum(ledgerSchemes),
    canonical: z.string(),
    status: z.string(),
    version: z.number().int(),
    digest: hashSchema,
  }),
  owner: party,
  subject,
  subjectSharedBy: z.string().nullable(),
  equivalents: z.array(
    z.looseObject({ uri: z.string(), record: hashSchema, status: z.string(), owner: party, subject }),
  ),
  links,
  protectedLinks: z
    .array(
      z.looseObject({
        link: z.looseObject({
          rel: z.string(),
          target: z.looseObject({ href: z.string() }),
          scope: z.string(),
        }),
        inheritedFrom: z.string().optional(),
      }),
    )
    .optional(),
  rights: z.array(
    z.looseObject({
      grant: hashSchema,
      asset: z.looseObject({ kind: z.enum(["record", "sealed", "twin"]), id: hashSchema }),
      scope: z.string(),
      granteeKind: z.enum(granteeKinds),
      group: z.looseObject({ id: hashSchema, name: z.string() }).nullable(),
      commitment: hashSchema.nullable(),
      survivesSale: z.boolean(),
      terms: z.looseObject({ id: hashSchema }).nullable(),
      parent: hashSchema.nullable(),
      grantee: party.nullable(),
      actions: z.array(z.string()),
      from: z.number().int().nullable(),
      until: z.number().int().nullable(),
    }),
  ),
  freezes: z.array(
    z.looseObject({
      thing: z.discriminatedUnion("kind", [
        z.looseObject({ kind: z.literal("party"), id: addressSchema }),
        z.looseObject({
          kind: z.enum(["namespace", "record", "sealed", "twin", "batch", "grant"]),
          id: hashSchema,
        }),
      ]),
      office: z.looseObject({
        number: z.number().int().nonnegative().max(0xffffffff),
        name: z.string().nullable(),
      }),
      reason: z.enum(freezeReasons),
      order: hashSchema,
      frozen: z.looseObject({ time: z.number().int() }),
    }),
  ),
  asOf,
});
export type Answer = z.infer<typeof answerSchema>;

const memberSchema = z.looseObject({
  identifier: z.looseObject({ scheme: z.enum(ledgerSchemes), canonical: z.string() }),
  authority,
  record: z.null(),
  batch: z.looseObject({
    id: hashSchema,
    kind: z.enum(["rule", "merkle"]),
    index: z.string(),
    count: z.string(),
    status: z.string(),
  }),
  owner: party,
  links,
  asOf,
});
export type MemberAnswer = z.infer<typeof memberSchema>;

const sealedAnswerSchema = z.looseObject({
  sealed: z.looseObject({ id: hashSchema, status: z.string(), owner: party }),
  disclosure: z.looseObject({ scheme: z.string(), identifier: z.string(), namespace: z.string() }),
  asOf,
});
/** Of an identifier with a sealed record, to whoever has a right to it. */
export type SealedAnswer = z.infer<typeof sealedAnswerSchema>;

const claimsSchema = z.looseObject({
  claims: z.array(z.looseObject({ scheme: z.string(), canonical: z.string(), owner: party })),
  asOf,
});
export const problemSchema = z.looseObject({
  code: z.string().optional(),
  title: z.string().optional(),
  detail: z.string().optional(),
  hint: z.string().optional(),
  audience: z.string().optional(),
});
const unknownSchema = z.looseObject({
  scheme: z.string(),
  canonical: z.string(),
  asOf: asOf.optional(),
});

export type Resolved =
  | { readonly kind: "answer"; readonly answer: Answer; readonly body: unknown }
  | { readonly kind: "member"; readonly answer: MemberAnswer; readonly body: unknown }
  | { readonly kind: "sealed"; readonly answer: SealedAnswer; readonly body: unknown }
  | {
      readonly kind: "claims";
      readonly claims: z.infer<typeof claimsSchema>["claims"];
      readonly body: unknown;
    }
  | {
      readonly kind: "unknown";
      readonly problem: z.infer<typeof problemSchema>;
      readonly asked: z.infer<typeof unknownSchema>;
    };

/** How identifiers are to be read, and as of when. */
export interface Asked {
  readonly scheme: string | undefined;
  readonly at: string | undefined;
}

/**
 * @param asker Who asks; nobody in particular where null.
 * @throws CliError `CLI_RESOLVER_UNREACHABLE`, `CLI_RESOLVER_REFUSED`, `CLI_NOT_AUTHORISED`, `CLI_RESOLVER_MALFORMED`
 */
export async function resolveId(
  resolverUrl: string,
  id: string,
  { scheme, at, withProof }: Asked & { readonly withProof: boolean },
  asker: Asker | null,
): Promise<Resolved> {
  const query = new URLSearchParams({
    id,
    ...(scheme !== undefined && { scheme }),
    ...(at !== undefined && { at }),
    ...(withProof && { proof: "1" }),
  });
  const { status, body } = await get(resolverUrl, `v1/resolve?${query}`, asker);
  return resolvedOf(resolverUrl, status, body) ?? refuse(resolverUrl, status, body);
}

/** null for any other refusal than that nobody has registered it. */
function resolvedOf(resolverUrl: string, status: number, body: unknown): Resolved | null {
  switch (status) {
    case 200:
      if (isOfSealed(body))
        return { kind: "sealed", answer: parsed(resolverUrl, sealedAnswerSchema, body), body };
      return isOfMember(body)
        ? { kind: "member", answer: parsed(resolverUrl, memberSchema, body), body }
        : { kind: "answer", answer: parsed(resolverUrl, answerSchema, body), body };
    case 300:
      return { kind: "claims", claims: parsed(resolverUrl, claimsSchema, body).claims, body };
    case 404: {
      const problem = parsed(resolverUrl, problemSchema, body);
      if (problem.code !== "RESOLVER_UNKNOWN_IDENTIFIER") return null;
      return { kind: "unknown", problem, asked: parsed(resolverUrl, unknownSchema, body) };
    }
    default:
      return null;
  }
}

function refuse(resolverUrl: string, status: number, body: unknown): never {
  throw refused(status, parsed(resolverUrl, problemSchema, body));
}

/** What one of many identifiers was answered with. */
export interface BulkItem {
  readonly id: string;
  readonly status: number;
  /** With the moment, as a single answer has it. */
  readonly body: unknown;
  readonly resolved: Resolved | { readonly kind: "refused"; readonly problem: z.infer<typeof problemSchema> };
}

const bulkSchema = z.looseObject({
  results: z.array(
    z.looseObject({
      id: z.string(),
      status: z.number().int(),
      body: z.looseObject({ code: z.string().optional() }),
    }),
  ),
  asOf,
});

/** The resolver's answer was full before this identifier. */
const answerFull = "RESOLVER_ANSWER_FULL";

/**
 * Asks for many identifiers at once; the answer has a result for each of the first ones, one at least.
 * @throws CliError `CLI_RESOLVER_UNREACHABLE`, `CLI_RESOLVER_REFUSED`, `CLI_RESOLVER_MALFORMED`
 */
export async function resolveIds(
  resolverUrl: string,
  ids: readonly string[],
  { scheme, at }: Asked,
  asker: Asker | null,
): Promise<readonly BulkItem[]> {
  const identifiers = ids.map((id) => ({ id, ...(scheme !== undefined && { scheme }) }));
  const query = at === undefined ? "" : `?${new URLSearchParams({ at })}`;
  const { status, body } = await post(resolverUrl, `v1/resolve${query}`, { identifiers }, asker);
  if (status !== 200) return refuse(resolverUrl, status, body);
  const { results, asOf } = parsed(resolverUrl, bulkSchema, body);
  const end = results.findIndex((result) => result.body.code === answerFull);
  const answered = end < 0 ? results : results.slice(0, end);
  // Else a result would be taken for another identifier's.
  const fits = results.length === ids.length && answered.every(({ id }, index) => id === ids[index]);
  if (!fits || answered.length === 0) throw malformed(new URL(resolverUrl).origin, undefined);
  return answered.map((result) => itemOf(resolverUrl, { ...result, body: { ...result.body, asOf } }));
}

function itemOf(resolverUrl: string, result: Omit<BulkItem, "resolved">): BulkItem {
  const { id, status, body } = result;
  const resolved = resolvedOf(resolverUrl, status, body);
  if (resolved !== null) return { id, status, body, resolved };
  return {
    id,
    status,
    body,
    resolved: { kind: "refused", problem: parsed(resolverUrl, problemSchema, body) },
  };
}

const whoamiSchema = z.looseObject({
  caller: z.looseObject({
    party,
    key: addressSchema,
    as: z.enum(["controller", "delegate"]),
  }),
  asOf,
});
/** Who a resolver takes a caller for. */
export type Whoami = z.infer<typeof whoamiSchema>;

/** @throws CliError `CLI_RESOLVER_UNREACHABLE`, `CLI_RESOLVER_REFUSED`, `CLI_NOT_AUTHORISED`, `CLI_RESOLVER_MALFORMED` */
export async function readWhoami(resolverUrl: string, asker: Asker): Promise<Whoami> {
  const { status, body } = await get(resolverUrl, "v1/whoami", asker);
  if (status === 200) return parsed(resolverUrl, whoamiSchema, body);
  const problem = parsed(resolverUrl, problemSchema, body);
  throw refused(status, { ...problem, hint: otherAudience(resolverUrl, problem) ?? problem.hint });
}

/**
 * For a resolver that goes by another address than the one it was asked at. What is signed is for the latter, whatever the
 * resolver says: else any server could have requests signed for another one.
 */
function otherAudience(resolverUrl: string, { audience }: z.infer<typeof problemSchema>): string | null {
  if (audience === undefined || audience === audienceOf(resolverUrl)) return null;
  return `It calls itself ${audience.slice(0, 200)}. If that is the one you mean: cadastre config set resolverUrl URL`;
}

export function refused(status: number, problem: z.infer<typeof problemSchema>): CliError {
  const code = status === 401 || status === 403 ? "CLI_NOT_AUTHORISED" : "CLI_RESOLVER_REFUSED";
  return new CliError(code, problem.detail ?? problem.title ?? `The resolver answered ${status}.`, {
    hint: problem.hint ?? "See the resolver's log.",
    details: { status, code: problem.code },
  });
}

const historySchema = z.looseObject({
  items: z.array(
    z.looseObject({
      block: z.looseObject({ number: z.number().int(), time: z.number().int() }),
      transactions: z.array(z.looseObject({ hash: hashSchema, by: party.nullable() })),
      owner: party,
      changes: z.array(z.looseObject({ field: z.string(), before: z.unknown(), after: z.unknown() })),
    }),
  ),
  next: z.string().nullable(),
});
export type HistoryItem = z.infer<typeof historySchema>["items"][number];

/**
 * The versions of a thing, all pages of them; null where the resolver knows no such thing.
 * @throws CliError `CLI_RESOLVER_UNREACHABLE`, `CLI_RESOLVER_REFUSED`, `CLI_RESOLVER_MALFORMED`
 */
export async function readHistory(
  resolverUrl: string,
  { kind, id }: Thing,
): Promise<readonly HistoryItem[] | null> {
  const pages = await readPages(resolverUrl, `v1/assets/${kind}/${id}/history`, historySchema);
  return pages?.flatMap(({ items }) => items) ?? null;
}

const placing = z.looseObject({ time: z.number().int() });
const rolesSchema = z.looseObject({
  holder: party,
  roles: z.array(
    z.looseObject({ account: addressSchema, roles: z.array(z.enum(tokenRoles)), given: placing }),
  ),
  approved: z.looseObject({ account: addressSchema, given: placing }).nullable(),
  next: z.string().nullable(),
});
const operatorsSchema = z.looseObject({
  operators: z.array(z.looseObject({ account: addressSchema, given: placing })),
  next: z.string().nullable(),
});
export type Operator = z.infer<typeof operatorsSchema>["operators"][number];

export interface Delegates extends Pick<z.infer<typeof rolesSchema>, "holder" | "roles" | "approved"> {
  readonly operators: readonly Operator[];
}

/**
 * Who may act on a token or move it besides the key of its holder; null where the resolver knows no such token.
 * @throws CliError `CLI_RESOLVER_UNREACHABLE`, `CLI_RESOLVER_REFUSED`, `CLI_RESOLVER_MALFORMED`
 */
export async function readDelegates(resolverUrl: string, { kind, id }: Token): Promise<Delegates | null> {
  const pages = await readPages(resolverUrl, `v1/roles/${kind}/${id}`, rolesSchema);
  const first = pages?.[0];
  if (pages === null || first === undefined) return null;
  return {
    holder: first.holder,
    roles: pages.flatMap(({ roles }) => roles),
    approved: first.approved,
    operators: (await readOperators(resolverUrl, kind, first.holder.address)) ?? [],
  };
}

/**
 * Who may move all that a party holds of a kind; null where the resolver knows no such party.
 * @throws CliError `CLI_RESOLVER_UNREACHABLE`, `CLI_RESOLVER_REFUSED`, `CLI_RESOLVER_MALFORMED`
 */
export async function readOperators(
  resolverUrl: string,
  kind: OperatedKind,
  holder: Address,
): Promise<readonly Operator[] | null> {
  const pages = await readPages(resolverUrl, `v1/operators/${kind}/${holder}`, operatorsSchema);
  return pages?.flatMap(({ operators }) => operators) ?? null;
}

const allowancesSchema = z.looseObject({
  items: z.array(
    z.looseObject({ holder: party, spender: addressSchema, units: z.string().nullable(), given: placing }),
  ),
  next: z.string().nullable(),
});
export type Allowance = z.infer<typeof allowancesSchema>["items"][number];

/**
 * Who may use whose units of a quota; null where the resolver knows no such quota.
 * @throws CliError `CLI_RESOLVER_UNREACHABLE`, `CLI_RESOLVER_REFUSED`, `CLI_RESOLVER_MALFORMED`
 */
export async function readAllowances(
  resolverUrl: string,
  quota: QuotaId,
): Promise<readonly Allowance[] | null> {
  const pages = await readPages(resolverUrl, `v1/quotas/${quota}/allowances`, allowancesSchema);
  return pages?.flatMap(({ items }) => items) ?? null;
}

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
    if (page.next !== null && page.next === after) throw malformed(new URL(resolverUrl).origin, undefined);
    pages.push(page);
    after = page.next;
  } while (after !== null);
  return pages;
}

const statisticsSchema = z.looseObject({
  delegations: z.number().int(),
  redelegations: z.number().int(),
  registrations: z.number().int(),
});
const namespaceSchema = z.looseObject({
  namespace: z.looseObject({ namespace: hashSchema, holder: party, status: z.string() }),
  statistics: z.looseObject({ namespace: statisticsSchema, holder: statisticsSchema }),
  asOf,
});

/** A namespace as the resolver shows it, with what was done under it and by its holder. */
export type NamespaceCounts = z.infer<typeof namespaceSchema>;

/**
 * A namespace as the resolver shows it; null where it knows none.
 * @throws CliError `CLI_RESOLVER_UNREACHABLE`, `CLI_RESOLVER_REFUSED`, `CLI_RESOLVER_MALFORMED`
 */
export async function readNamespaceView(
  resolverUrl: string,
  scheme: string,
  prefix: string,
): Promise<NamespaceCounts | null> {
  const place = prefix === "" ? scheme : `${scheme}/${encodeURIComponent(prefix)}`;
  const { status, body } = await get(resolverUrl, `v1/namespaces/${place}`);
  if (status === 200) return parsed(resolverUrl, namespaceSchema, body);
  if (status === 404) return null;
  throw refused(status, parsed(resolverUrl, problemSchema, body));
}

const isOfSealed = (body: unknown): boolean => typeof body === "object" && body !== null && "sealed" in body;

const isOfMember = (body: unknown): boolean =>
  typeof body === "object" && body !== null && "record" in body && body.record === null;

const readinessSchema = z.looseObject({
  ready: z.boolean(),
  reason: z.string().nullable(),
  state: z.string(),
  checkpoint: z.looseObject({ number: z.number(), hash: hashSchema }).nullable(),
  lag: z.number().nullable(),
});

/** Whether the resolver is ready, and how far behind the chain it is. */
export async function readReadiness(resolverUrl: string): Promise<z.infer<typeof readinessSchema>> {
  return parsed(resolverUrl, readinessSchema, (await get(resolverUrl, "readyz")).body);
}

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
  throw refused(status, parsed(resolverUrl, problemSchema, body));
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
  { method, headers, body }: Question,
): Promise<Reply> {
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
  return { status: response.status, body: jsonOf(url, text) };
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
    return text === "" ? null : JSON.parse(text);
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
    throw refused(status, parsed(resolverUrl, problemSchema, jsonOf(url, await bounded(response))));
  }
  if (body === null || headers.get("content-type") !== accept) throw malformed(url.origin, undefined);
  return { headers, body };
}

/**
 * An answer's text, to the byte.
 * @throws CliError `CLI_RESOLVER_UNREACHABLE`, `CLI_RESOLVER_REFUSED`, `CLI_RESOLVER_MALFORMED`
 */
export async function openText(resolverUrl: string, path: string): Promise<string> {
  const url = new URL(`${audienceOf(resolverUrl)}/${path}`);
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(timeoutMs) });
    text = await bounded(response);
  } catch (cause) {
    if (cause instanceof CliError) throw cause;
    throw unreachable(url, cause);
  }
  if (response.status === 200) return text;
  throw refused(response.status, parsed(resolverUrl, problemSchema, jsonOf(url, text)));
}

async function bounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > maximumBytes) throw malformed(new URL(response.url).origin, undefined);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

export function parsed<Output>(resolverUrl: string, schema: z.ZodType<Output>, body: unknown): Output {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw malformed(new URL(resolverUrl).origin, result.error);
}

/** For an answer that does not say of which block it speaks, and so cannot be checked. */
export function withoutBlock(resolverUrl: string): CliError {
  return malformed(new URL(resolverUrl).origin, undefined);
}

function malformed(origin: string, cause: unknown): CliError {
  return new CliError(
    "CLI_RESOLVER_MALFORMED",
    `The answer of ${origin} is not that of a Cadastre resolver.`,
    {
      hint: "Check its address: cadastre config get resolverUrl",
      cause,
    },
  );
}
