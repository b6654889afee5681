import { IdentifierError, withOffset } from "../errors.js";
import type { Gs1Identifier } from "../identifier.js";
import { encodedOffset, percentDecode } from "../percentEncoding.js";
import { quoted } from "../text.js";
import { checkUriCharacters } from "../uri.js";
import { applicationIdentifier } from "./applicationIdentifiers.js";
import { parseCompressed, partlyCompressed, wholeCompressed } from "./compressedLink.js";
import { checkElement, type Element, type Place, withPlaces } from "./elements.js";
import { assemble } from "./gs1Identifier.js";

/** A web address taken apart. */
interface Link {
  readonly scheme: string;
  readonly host: string;
  readonly segments: readonly string[];
  readonly query: string | undefined;
  /** Where its path begins in the whole text. */
  readonly pathAt: number;
  readonly queryAt: number;
}

const httpUrl = /^(https?):\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#.*)?$/i;
/** A host name, an IPv4 address or an IPv6 address in brackets, and a port. */
const authority = /^(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]*)?$/;
/** GS1's own resolver: nothing but Digital Links has a packed path there. */
const gs1Resolver = /^id\.gs1\.org$/i;

/**
 * Reads a web address that is a GS1 Digital Link: one with a GS1 key in its path, or a compressed one at GS1's own resolver.
 * Undefined for any other.
 */
export function digitalLinkIn(input: string): Gs1Identifier | undefined {
  const link = linkOf(input);
  if (link === undefined) return undefined;
  const start = keyIndex(link.segments);
  if (start !== undefined) return parseLink(input, link, start);
  if (gs1Resolver.test(link.host) && isCompressed(link)) return parseLink(input, link, start);
  return undefined;
}

/** Reads a GS1 Digital Link URI with any stem (GS1 Digital Link standard: URI syntax). Its fragment is ignored. */
export function parseDigitalLink(input: string): Gs1Identifier {
  const link = linkOf(input);
  if (link === undefined) {
    throw new IdentifierError("IDENTIFIER_SYNTAX", `${quoted(input)} is no web address`, {
      hint: "Write a Digital Link such as https://id.gs1.org/01/09506000134352.",
      position: 0,
    });
  }
  return parseLink(input, link, keyIndex(link.segments));
}

/**
 * Reads a Digital Link's path alone, `01/…/21/…`, with or without a slash in front, and with its query if there is one; also a
 * compressed one.
 */
export function parsePath(input: string): Gs1Identifier {
  const link = pathOf(input);
  return pathIdentifier(input, link, keyIndex(link.segments));
}

/** The same, but for compressed ones, which could as well be something else. */
export function parsePlainPath(input: string): Gs1Identifier {
  const link = pathOf(input);
  const start = keyIndex(link.segments);
  if (start === undefined) throw noKey(link.segments);
  return pathIdentifier(input, link, start);
}

/** Whether what was read as a Digital Link, or as the path of one, is compressed. */
export function isCompressedLink(input: string): boolean {
  return keyIndex((linkOf(input) ?? pathOf(input)).segments) === undefined;
}

function pathOf(input: string): PathAndQuery {
  const [text = ""] = input.split("#", 1);
  const mark = text.indexOf("?");
  const path = mark < 0 ? text : text.slice(0, mark);
  const query = mark < 0 ? undefined : text.slice(mark + 1);
  const pathAt = path.startsWith("/") ? 0 : -1;
  return { segments: (pathAt < 0 ? `/${path}` : path).split("/"), query, pathAt, queryAt: path.length + 1 };
}

function pathIdentifier(input: string, link: PathAndQuery, start: number | undefined): Gs1Identifier {
  const identifier = identifierIn(link, start);
  if (start !== undefined && start !== 1) {
    throw new IdentifierError("IDENTIFIER_SYNTAX", `${quoted(input)} does not begin with its key`, {
      hint: "Begin with the key's application identifier, such as 01/09506000134352.",
      position: 0,
    });
  }
  return identifier;
}

function linkOf(input: string): Link | undefined {
  const [, scheme, host = "", path = "", query] = httpUrl.exec(input) ?? [];
  if (scheme === undefined) return undefined;
  const pathAt = scheme.length + 3 + host.length;
  return { scheme, host, segments: path.split("/"), query, pathAt, queryAt: pathAt + path.length + 1 };
}

function parseLink(input: string, link: Link, start: number | undefined): Gs1Identifier {
  checkUriCharacters(input);
  const { scheme, host } = link;
  if (scheme !== scheme.toLowerCase() && scheme !== scheme.toUpperCase()) {
    throw new IdentifierError(
      "IDENTIFIER_SYNTAX",
      `The URI scheme ${quoted(scheme)} is written in mixed case`,
      { hint: "Write http or https.", position: 0 },
    );
  }
  if (!authority.test(host)) {
    throw new IdentifierError("IDENTIFIER_CHARACTER", `${quoted(host)} is no domain name or address`, {
      hint: "Write a domain name, such as https://id.gs1.org/01/09506000134352.",
      position: scheme.length + 3,
    });
  }
  return identifierIn(link, start);
}

type PathAndQuery = Pick<Link, "segments" | "query" | "pathAt" | "queryAt">;

/** @param start Where the key stands among the segments; undefined where there is none in plain. */
function identifierIn(link: PathAndQuery, start: number | undefined): Gs1Identifier {
  if (start === undefined) return parseCompressedPath(link);
  const { segments, pathAt } = link;
  const places: Place[] = [];
  const parts: Element[] = [];
  let position = pathAt + segments.slice(0, start).join("/").length + 1;
  for (let index = start; index + 1 < segments.length; index += 2) {
    const ai = segments[index] ?? "";
    const text = segments[index + 1] ?? "";
    places.push({ ai, position });
    position += ai.length + 1;
    parts.push(element(ai, text, position));
    position += text.length + 1;
  }
  const [key, ...qualifiers] = parts;
  if (key === undefined) throw noKey(segments);
  const attributes = attributesIn(link, places);
  return withPlaces(places, () => assemble(key, qualifiers, attributes));
}

/**
 * Where the key stands among a path's segments: the last place from which pairs of a known AI and a value run to the end.
 * One slash at the end is let pass, unless a value is missing before it.
 */
function keyIndex(segments: readonly string[]): number | undefined {
  return lastKey(segments, endOf(segments)) ?? lastKey(segments, segments.length);
}

/** Number of segments without an empty one at the end. */
function endOf(segments: readonly string[]): number {
  return segments.at(-1) === "" ? segments.length - 1 : segments.length;
}

function lastKey(segments: readonly string[], end: number): number | undefined {
  for (let index = end - 2; index >= 0; index -= 2) {
    const entry = applicationIdentifier(segments[index] ?? "");
    if (entry === undefined) return undefined;
    if (entry.qualifiers !== undefined) return index;
  }
  return undefined;
}

function noKey(segments: readonly string[]): IdentifierError {
  return new IdentifierError(
    "IDENTIFIER_NO_KEY",
    `There is no GS1 key in the path ${quoted(segments.join("/"))}`,
    {
      hint: "The path holds pairs of application identifier and value from a key on, such as /01/09506000134352/21/4711.",
    },
  );
}

/** Whether a path without a key in plain that reaches to its end is a compressed Digital Link. */
function isCompressed({ segments }: PathAndQuery): boolean {
  const path = segments.slice(0, endOf(segments));
  return partlyCompressed(path) || wholeCompressed(path);
}

function parseCompressedPath(link: PathAndQuery): Gs1Identifier {
  const segments = link.segments.slice(0, endOf(link.segments));
  if (!isCompressed(link)) throw noKey(link.segments);
  const packedAt = link.pathAt + segments.slice(0, -1).join("/").length + 1;
  const places: Place[] = [];
  const attributes = attributesIn(link, places);
  const packed = segments.at(-1) ?? "";
  if (!partlyCompressed(segments)) return parseCompressed({ packed, packedAt, attributes, places });
  const [ai = "", text = ""] = segments.slice(-3);
  const key = element(ai, text, packedAt - text.length - 1);
  return parseCompressed({ key, packed, packedAt, attributes, places });
}

/** Attributes of a query: keys of digits are AIs, all others belong to whoever serves the link. */
function attributesIn({ query, queryAt }: PathAndQuery, places: Place[]): Element[] {
  if (query === undefined) return [];
  const elements: Element[] = [];
  let position = queryAt;
  for (const parameter of query.split("&")) {
    const [name = "", text = ""] = parameter.split(/=(.*)/, 2);
    if (/^[0-9]+$/.test(name)) {
      checkAssigned(name, position);
      places.push({ ai: name, position });
      elements.push(element(name, text.replaceAll("+", " "), position + name.length + 1));
    }
    position += parameter.length + 1;
  }
  return elements;
}

function checkAssigned(ai: string, position: number): void {
  if (applicationIdentifier(ai) !== undefined) return;
  throw new IdentifierError("IDENTIFIER_UNKNOWN_AI", `There is no application identifier ${quoted(ai)}`, {
    hint: "Query keys made of digits are application identifiers; give other keys a name with letters.",
    position,
    details: { ai },
  });
}

/** An element whose value stands percent-encoded at a place of the whole text. */
function element(ai: string, text: string, position: number): Element {
  const value = withOffset(position, () => percentDecode(text));
  const element = { ai, value };
  withOffset(
    (offset) => position + encodedOffset(text, offset),
    () => checkElement(element),
  );
  return element;
}
