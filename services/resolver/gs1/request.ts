/** A request for a GS1 Digital Link URI, taken apart. */
import { IdentifierError, withOffset } from "../../identifiers/errors.js";
import { canonicalStem, digitalLinkUri } from "../../identifiers/gs1/linkUri.js";
import type { Gs1Identifier } from "../../identifiers/identifier.js";
import { parseIdentifier } from "../../identifiers/index.js";
import { percentDecode } from "../../identifiers/percentEncoding.js";
import { ResolverError } from "../errors.js";
import { rawQuery } from "../http/query.js";

export interface Gs1Request {
  readonly identifier: Gs1Identifier;
  /** Query string as it came; what a compressed path says of attributes stands in front. */
  readonly query: string;
  /** Requested link type as it came, undefined for none. */
  readonly linkType: string | undefined;
  /** Requested context as it came, undefined for none. */
  readonly context: string | undefined;
  /** Whether the path is a compressed Digital Link. */
  readonly compressed: boolean;
}

/**
 * @param url Path and query as they came.
 * @throws IdentifierError for what is not a GS1 Digital Link URI; positions count from the slash in front of the path.
 * @throws ResolverError RESOLVER_INVALID_QUERY for a parameter of the resolver's own that is there twice.
 */
export function parseGs1Request(url: string): Gs1Request {
  const given = rawQuery(url);
  const asked = given === "" ? nothing : askedIn(new URLSearchParams(given));
  const path = pathOf(url);
  // Without compression a path is pairs of an application identifier and a value.
  if (hasPairs(path)) return { identifier: uncompressed(url), query: given, ...asked, compressed: false };
  const identifier = decompressed(path.slice(1).split("/"), given);
  return { identifier, query: wholeQuery(identifier, given), ...asked, compressed: true };
}

const nothing = { linkType: undefined, context: undefined };

const askedIn = (parameters: URLSearchParams) => ({
  linkType: single(parameters, "linkType"),
  context: single(parameters, "context"),
});

function single(parameters: URLSearchParams, name: string): string | undefined {
  const values = parameters.getAll(name);
  if (values.length > 1) {
    throw new ResolverError("RESOLVER_INVALID_QUERY", `The parameter '${name}' is given more than once.`, {
      hint: "Give it once; linkType=linkset gets all links.",
      details: { parameter: name },
    });
  }
  return values[0];
}

/** Without a slash at its end. */
function pathOf(url: string): string {
  const mark = url.indexOf("?");
  const path = mark < 0 ? url : url.slice(0, mark);
  return path.endsWith("/") ? path.slice(0, -1) : path;
}

/** Whether its segments, each behind a slash, are an even number. */
function hasPairs(path: string): boolean {
  let even = true;
  for (let at = path.indexOf("/"); at >= 0; at = path.indexOf("/", at + 1)) even = !even;
  return even;
}

function uncompressed(url: string): Gs1Identifier {
  const identifier = parseIdentifier(url, { scheme: "gs1" });
  if (identifier.scheme === "gs1") return identifier;
  throw notALink();
}

/** Compressed as a whole, or from behind its key on; nothing stands in front of it. */
function decompressed(segments: readonly string[], query: string): Gs1Identifier {
  const link = [canonicalStem, ...segments].join("/") + (query === "" ? "" : `?${query}`);
  const identifier = withOffset(-canonicalStem.length, () => parseIdentifier(link, { scheme: "gs1" }));
  if (identifier.scheme !== "gs1") throw notALink();
  const { ai, value } = identifier.key;
  const [givenAi, givenValue = ""] = segments;
  const keyGiven = segments.length === 3 && givenAi === ai && percentDecode(givenValue) === value;
  if (segments.length === 1 || keyGiven) return identifier;
  throw notALink();
}

/** The query of the decompressed URI: attributes that were compressed, then the caller's own. */
function wholeQuery(identifier: Gs1Identifier, given: string): string {
  const names = new Set(new URLSearchParams(given).keys());
  const attributes = identifier.attributes.filter(({ ai }) => !names.has(ai));
  const compressed = rawQuery(digitalLinkUri({ ...identifier, attributes }));
  return [compressed, given].filter((part) => part !== "").join("&");
}

function notALink(): IdentifierError {
  return new IdentifierError("IDENTIFIER_NO_KEY", "The path is not a GS1 Digital Link path.", {
    hint: "Begin with the application identifier of a primary key and its value, as in /01/09506000134352.",
  });
}
