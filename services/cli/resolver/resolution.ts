/** Asks a resolver what identifiers stand for, one or many at a time. */
import { z } from "zod";
import {
  type Answer,
  answerSchema,
  asOf,
  claimsSchema,
  type MemberAnswer,
  memberSchema,
  type SealedAnswer,
  sealedAnswerSchema,
  unknownSchema,
} from "./answer.js";
import type { Asker } from "./asker.js";
import { get, parsed, post, problemSchema, refusal } from "./client.js";
import { malformed } from "./exchange.js";

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
  const resolved = resolvedOf(resolverUrl, status, body);
  if (resolved === null) throw refusal(resolverUrl, status, body);
  return resolved;
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
  if (status !== 200) throw refusal(resolverUrl, status, body);
  const { results, asOf } = parsed(resolverUrl, bulkSchema, body);
  const end = results.findIndex((result) => result.body.code === answerFull);
  const answered = end < 0 ? results : results.slice(0, end);
  // Else a result would be taken for another identifier's.
  const fits = results.length === ids.length && answered.every(({ id }, index) => id === ids[index]);
  if (!fits || answered.length === 0) throw malformed(resolverUrl);
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

const isOfSealed = (body: unknown): boolean => typeof body === "object" && body !== null && "sealed" in body;

const isOfMember = (body: unknown): boolean =>
  typeof body === "object" && body !== null && "record" in body && body.record === null;
