/** The `context` of a link: for whom or where it is meant, as the owner says and a caller asks by the parameter of that name. */
import type { LinkTarget } from "../../store/model.js";

/** The contexts of a target as plain texts, in whichever of an extension attribute's forms they were registered. */
export function contextsOf({ context }: LinkTarget): readonly string[] {
  if (typeof context === "string") return [context];
  return Array.isArray(context) ? context.flatMap(textOf) : [];
}

/** RFC 9264 writes a text with a language as an object. */
function textOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null || !("value" in value)) return [];
  return typeof value.value === "string" ? [value.value] : [];
}

/** Positive where a link is meant for the context, 0 where it is for all, negative where it is for others. */
export function contextRank(contexts: readonly string[], wished: string | undefined): number {
  if (contexts.length === 0) return 0;
  return wished !== undefined && contexts.includes(wished) ? 1 : -1;
}
