/** A request that names a handle, taken apart. */
import type { HandleIdentifier } from "../../identifiers/identifier.js";
import { parseIdentifier } from "../../identifiers/index.js";
import { ResolverError } from "../errors.js";
import { rawQuery } from "../http/query.js";

/** Which values of a handle are wanted; all where neither an index nor a type is named. */
export interface Wanted {
  readonly indexes: readonly number[];
  readonly types: readonly string[];
}

/**
 * The handle in a URL's path, percent-decoded as a whole: slashes of the local name may be encoded, the one at its end counts.
 *
 * @param url Path and query as they came; the path is known to decode.
 * @param stem What stands in front of the handle.
 */
export function handleText(url: string, stem: string): string {
  const path = url.split("?", 1)[0] ?? "";
  return decodeURIComponent(path.slice(stem.length));
}

/**
 * Paths that are handles: a prefix with a dot, or a number longer than any application identifier of GS1. No other route but that
 * of DIDs begins so, and none has an encoded slash behind its first segments.
 */
export const redirectPattern = /^\/(?:[\w-]+(?:\.[\w-]+)+|\d{5,})(?:\/|%2f).+$/i;

/** Where a handle redirects here, slashes of its local name encoded; null where its path is another route's. */
export function redirectPath({ prefix, localName }: HandleIdentifier): string | null {
  const path = `/${prefix}/${encodeURIComponent(localName)}`;
  return redirectPattern.test(path) ? path : null;
}

/** @throws IdentifierError for what is no handle. */
export function parseHandleText(text: string): HandleIdentifier {
  const identifier = parseIdentifier(text, { scheme: "handle" });
  if (identifier.scheme !== "handle") throw new TypeError("The parser of handles gave another scheme.");
  return identifier;
}

/**
 * The query of the Handle HTTP API: `index` and `type`, each as often as one likes. `auth` asks for an answer of the source
 * itself, which every answer here is.
 * @throws ResolverError RESOLVER_INVALID_QUERY
 */
export function parseWanted(url: string): Wanted {
  const indexes: number[] = [];
  const types: string[] = [];
  for (const [name, value] of new URLSearchParams(rawQuery(url))) {
    if (name === "index") indexes.push(parseIndex(value));
    else if (name === "type") types.push(value);
    else if (name !== "auth") throw unknownParameter(name);
  }
  return { indexes, types };
}

function parseIndex(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw invalid("The parameter 'index' is not a positive whole number.", "index");
}

function unknownParameter(name: string): ResolverError {
  return name === "callback"
    ? invalid(
        "Answers are not wrapped in a call: pages of other sites may read them as they are (CORS).",
        name,
      )
    : invalid(`The parameter '${name.slice(0, 64)}' is unknown here.`, name);
}

function invalid(message: string, name: string): ResolverError {
  return new ResolverError("RESOLVER_INVALID_QUERY", message, {
    hint: "Give index and type, each as often as needed.",
    details: { parameter: name.slice(0, 64) },
  });
}
