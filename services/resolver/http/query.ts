/** Query strings. */
import type { z } from "zod";
import { ResolverError } from "../errors.js";

/** The query string of a request's URL as it came, without the question mark. */
export function rawQuery(url: string): string {
  const start = url.indexOf("?");
  return start < 0 ? "" : url.slice(start + 1);
}

/**
 * The query parameters, checked against a strict schema of strings.
 * @throws ResolverError RESOLVER_INVALID_QUERY for a missing, repeated, unknown or wrong parameter.
 */
export function queryOf<Parameters>(url: string, schema: z.ZodType<Parameters>): Parameters {
  const values = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(rawQuery(url))) {
    if (values.has(name)) throw invalid(`The parameter ${quoted(name)} is given more than once.`, name);
    values.set(name, value);
  }
  const parsed = schema.safeParse(Object.fromEntries(values));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  if (issue?.code === "unrecognized_keys") {
    const [name = ""] = issue.keys;
    throw invalid(`The parameter ${quoted(name)} is unknown here.`, name);
  }
  const name = String(issue?.path[0] ?? "");
  if (!values.has(name)) throw invalid(`The parameter ${quoted(name)} is missing.`, name);
  throw invalid(`The parameter ${quoted(name)} is not right: ${issue?.message ?? "invalid"}.`, name);
}

function quoted(name: string): string {
  return `'${name.slice(0, 64)}'`;
}

function invalid(message: string, name: string): ResolverError {
  return new ResolverError("RESOLVER_INVALID_QUERY", message, {
    hint: "See /docs/ for the parameters of this resource.",
    details: { parameter: name.slice(0, 64) },
  });
}
