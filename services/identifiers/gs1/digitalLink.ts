import { characterSet, digits, firstOutside } from "../characters.js";
import { IdentifierError } from "../errors.js";
import type { Gs1Identifier } from "../identifier.js";
import { hasLabel, quoted } from "../text.js";
import { checkUriCharacters } from "../uri.js";
import { type ApplicationIdentifier, applicationIdentifierAt, unassigned } from "./applicationIdentifiers.js";
import { parseCompressed, partlyCompressed, wholeCompressed } from "./compressedLink.js";
import { decodedElement, type Element, inPlace, positionIn, type ReadElements } from "./elements.js";
import { assemble } from "./gs1Identifier.js";
import {
  addressText,
  endWithoutSlash,
  type LinkText,
  type Pairs,
  pairEnd,
  pairsIn,
  pathText,
} from "./linkText.js";

/** A host name, an IPv4 address or an IPv6 address in brackets, and a port. */
const authority = /^(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]*)?$/;
/** GS1's own resolver: nothing but Digital Links has a packed path there. */
const gs1Resolver = "id.gs1.org";

/**
 * Reads a web address that is a GS1 Digital Link: one with a GS1 key in its path, or a compressed one at GS1's own resolver.
 * Undefined for any other.
 */
export function digitalLinkIn(input: string): Gs1Identifier | undefined {
  const link = addressText(input);
  if (link === undefined) return undefined;
  const pairs = pairsIn(link);
  if (pairs === undefined && !(isAtGs1(link) && isCompressed(link))) return undefined;
  return parseAddress(link, pairs);
}

function isAtGs1({ text, hostAt, hostEnd }: LinkText): boolean {
  return hostEnd - hostAt === gs1Resolver.length && hasLabel(text, gs1Resolver, hostAt);
}

/** Reads a GS1 Digital Link URI with any stem (GS1 Digital Link standard: URI syntax). Its fragment is ignored. */
export function parseDigitalLink(input: string): Gs1Identifier {
  const link = addressText(input);
  if (link === undefined) {
    throw new IdentifierError("IDENTIFIER_SYNTAX", `${quoted(input)} is no web address`, {
      hint: "Write a Digital Link such as https://id.gs1.org/01/09506000134352.",
      position: 0,
    });
  }
  return parseAddress(link, pairsIn(link));
}

/**
 * Reads a Digital Link's path alone, `01/…/21/…`, with or without a slash in front, and with its query if there is one; also a
 * compressed one.
 */
export function parsePath(input: string): Gs1Identifier {
  const link = pathText(input);
  return pathIdentifier(link, pairsIn(link));
}

/** The same, but for compressed ones, which could as well be something else. */
export function parsePlainPath(input: string): Gs1Identifier {
  const link = pathText(input);
  const pairs = pairsIn(link);
  if (pairs === undefined) throw noKey(link);
  return pathIdentifier(link, pairs);
}

/** Whether what was read as a Digital Link, or as the path of one, is compressed. */
export function isCompressedLink(input: string): boolean {
  return pairsIn(addressText(input) ?? pathText(input)) === undefined;
}

function pathIdentifier(link: LinkText, pairs: Pairs | undefined): Gs1Identifier {
  const identifier = identifierIn(link, pairs);
  if (pairs !== undefined && pairs.start !== link.start) {
    throw new IdentifierError("IDENTIFIER_SYNTAX", `${quoted(link.text)} does not begin with its key`, {
      hint: "Begin with the key's application identifier, such as 01/09506000134352.",
      position: 0,
    });
  }
  return identifier;
}

/** A web address in the usual form: none of the checks below could find anything. */
const usualAddress = /^https?:\/\/[A-Za-z0-9._-]+(?::[0-9]*)?(?:[/?#][A-Za-z0-9._~:/?#[\]@!$&'()*+,;=-]*)?$/;

function parseAddress(link: LinkText, pairs: Pairs | undefined): Gs1Identifier {
  if (!usualAddress.test(link.text)) {
    checkUriCharacters(link.text);
    checkScheme(link);
    checkHost(link);
  }
  return identifierIn(link, pairs);
}

function checkScheme({ text }: LinkText): void {
  if (text.startsWith("https:") || text.startsWith("http:")) return;
  const scheme = text.slice(0, text.indexOf(":"));
  if (scheme === scheme.toUpperCase()) return;
  throw new IdentifierError(
    "IDENTIFIER_SYNTAX",
    `The URI scheme ${quoted(scheme)} is written in mixed case`,
    {
      hint: "Write http or https.",
      position: 0,
    },
  );
}

function checkHost({ text, hostAt, hostEnd }: LinkText): void {
  const host = text.slice(hostAt, hostEnd);
  if (authority.test(host)) return;
  throw new IdentifierError("IDENTIFIER_CHARACTER", `${quoted(host)} is no domain name or address`, {
    hint: "Write a domain name, such as https://id.gs1.org/01/09506000134352.",
    position: hostAt,
  });
}

/** @param pairs Undefined where no key stands in plain. */
function identifierIn(link: LinkText, pairs: Pairs | undefined): Gs1Identifier {
  if (pairs === undefined) return parseCompressedPath(link);
  const { text } = link;
  const keyEnd = pairEnd(text, pairs, pairs.start);
  const key = elementAt(text, pairs.start, keyEnd);
  const qualifiers: Element[] = [];
  for (let aiAt = keyEnd + 1; aiAt < pairs.end; ) {
    const end = pairEnd(text, pairs, aiAt);
    qualifiers.push(elementAt(text, aiAt, end));
    aiAt = end + 1;
  }
  const query = attributesIn(link);
  try {
    return assemble(key, qualifiers, query.elements);
  } catch (error) {
    throw inPlace(error, (ai) => positionIn(query, ai) ?? positionInPath(text, pairs, ai));
  }
}

/** An element whose AI begins at a place of a path, and whose value ends at another. */
function elementAt(text: string, aiAt: number, end: number): Element {
  const valueAt = text.indexOf("/", aiAt) + 1;
  return decodedElement(knownAt(text, aiAt, valueAt - 1), text.slice(valueAt, end), valueAt);
}

/** Where in a path the AI of an element stands, the last time. */
function positionInPath(text: string, pairs: Pairs, ai: string): number | undefined {
  let position: number | undefined;
  for (let aiAt = pairs.start; aiAt < pairs.end; aiAt = pairEnd(text, pairs, aiAt) + 1) {
    if (text.startsWith(`${ai}/`, aiAt)) position = aiAt;
  }
  return position;
}

function knownAt(text: string, from: number, to: number): ApplicationIdentifier {
  return applicationIdentifierAt(text, from, to) ?? unassigned(text.slice(from, to));
}

function noKey({ text, start, pathEnd }: LinkText): IdentifierError {
  return new IdentifierError(
    "IDENTIFIER_NO_KEY",
    `There is no GS1 key in the path ${quoted(`/${text.slice(start, pathEnd)}`)}`,
    {
      hint: "The path holds pairs of application identifier and value from a key on, such as /01/09506000134352/21/4711.",
    },
  );
}

/** A path's segments, without an empty one at the end. */
function segmentsOf(link: LinkText): readonly string[] {
  return link.text.slice(link.start, endWithoutSlash(link)).split("/");
}

/** Whether a path without a key in plain that reaches to its end is a compressed Digital Link. */
function isCompressed(link: LinkText): boolean {
  const segments = segmentsOf(link);
  return partlyCompressed(segments) || wholeCompressed(segments);
}

function parseCompressedPath(link: LinkText): Gs1Identifier {
  if (!isCompressed(link)) throw noKey(link);
  const segments = segmentsOf(link);
  const packed = segments.at(-1) ?? "";
  const packedAt = endWithoutSlash(link) - packed.length;
  const attributes = attributesIn(link);
  if (!partlyCompressed(segments)) return parseCompressed({ packed, packedAt, attributes });
  const [ai = "", text = ""] = segments.slice(-3);
  const key = decodedElement(knownAt(ai, 0, ai.length), text, packedAt - text.length - 1);
  return parseCompressed({ key, packed, packedAt, attributes });
}

const digitCharacters = characterSet(digits);

const nothingRead: ReadElements = { elements: [], positions: [] };

/** Attributes of a query: keys of digits are AIs, all others belong to whoever serves the link. */
function attributesIn({ text, queryAt, end }: LinkText): ReadElements {
  if (queryAt === 0) return nothingRead;
  const elements: Element[] = [];
  const positions: number[] = [];
  for (let nameAt = queryAt; nameAt < end; ) {
    const parameterEnd = endBefore(text, "&", nameAt, end);
    const nameEnd = endBefore(text, "=", nameAt, parameterEnd);
    if (nameEnd > nameAt && firstOutside(digitCharacters, text, nameAt, nameEnd) < 0) {
      const value = text.slice(nameEnd + 1, parameterEnd).replaceAll("+", " ");
      elements.push(decodedElement(assigned(text, nameAt, nameEnd), value, nameEnd + 1));
      positions.push(nameAt);
    }
    nameAt = parameterEnd + 1;
  }
  return { elements, positions };
}

/** Where a character stands from a place on; the end where there is none before it. */
function endBefore(text: string, character: string, from: number, end: number): number {
  const at = text.indexOf(character, from);
  return at < 0 || at > end ? end : at;
}

function assigned(text: string, from: number, to: number): ApplicationIdentifier {
  const known = applicationIdentifierAt(text, from, to);
  if (known !== undefined) return known;
  const ai = text.slice(from, to);
  throw new IdentifierError("IDENTIFIER_UNKNOWN_AI", `There is no application identifier ${quoted(ai)}`, {
    hint: "Query keys made of digits are application identifiers; give other keys a name with letters.",
    position: from,
    details: { ai },
  });
}
