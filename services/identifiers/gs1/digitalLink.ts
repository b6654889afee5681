import { IdentifierError, withOffset } from "../errors.js";
import type { Gs1Identifier } from "../identifier.js";
import { percentDecode, percentEncode } from "../percentEncoding.js";
import { quoted } from "../text.js";
import { checkUriCharacters } from "../uri.js";
import { applicationIdentifier } from "./applicationIdentifiers.js";
import { checkElement, type Element, gs1Identifier } from "./gs1Identifier.js";

const httpUrl = /^(https?):\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#.*)?$/i;
/** A host name, an IPv4 address or an IPv6 address in brackets, and a port. */
const authority = /^(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]*)?$/;

/** Whether a text is an http(s) URL with a GS1 key in its path. */
export function claimsToBeDigitalLink(input: string): boolean {
  const url = httpUrl.exec(input);
  return url !== null && keyIndex((url[3] ?? "").split("/")) !== undefined;
}

/** Reads a GS1 Digital Link URI with any stem (GS1 Digital Link standard: URI syntax). Its fragment is ignored. */
export function parseDigitalLink(input: string): Gs1Identifier {
  const [, scheme = "", host = "", path = "", query] = httpUrl.exec(input) ?? [];
  checkUriCharacters(input);
  if (scheme !== scheme.toLowerCase() && scheme !== scheme.toUpperCase()) {
    throw new IdentifierError(
      "IDENTIFIER_SYNTAX",
      `The URI scheme ${quoted(scheme)} is written in mixed case`,
      {
        hint: "Write http or https.",
        position: 0,
      },
    );
  }
  if (!authority.test(host)) {
    throw new IdentifierError("IDENTIFIER_CHARACTER", `${quoted(host)} is no domain name or address`, {
      hint: "Write a domain name, such as https://id.gs1.org/01/09506000134352.",
      position: scheme.length + 3,
    });
  }
  return parseLink(path, query, scheme.length + 3 + host.length);
}

/** Reads a Digital Link's path alone, `01/…/21/…`, with or without a slash in front, and with its query if there is one. */
export function parsePath(input: string): Gs1Identifier {
  const [, path = "", query] = /^([^?#]*)(?:\?([^#]*))?/.exec(input) ?? [];
  const slash = path.startsWith("/") ? "" : "/";
  const link = parseLink(slash + path, query, -slash.length);
  if (keyIndex((slash + path).split("/")) !== 1) {
    throw new IdentifierError("IDENTIFIER_SYNTAX", `${quoted(input)} does not begin with its key`, {
      hint: "Begin with the key's application identifier, such as 01/09506000134352.",
      position: 0,
    });
  }
  return link;
}

function parseLink(path: string, query: string | undefined, offset: number): Gs1Identifier {
  const segments = path.split("/");
  const start = keyIndex(segments);
  if (start === undefined) throw noKey(path);
  const parts: Element[] = [];
  let position = offset + segments.slice(0, start).join("/").length + 1;
  for (let index = start; index + 1 < segments.length; index += 2) {
    const ai = segments[index] ?? "";
    const text = segments[index + 1] ?? "";
    position += ai.length + 1;
    parts.push(element(ai, text, position));
    position += text.length + 1;
  }
  const [key, ...qualifiers] = parts;
  if (key === undefined) throw noKey(path);
  return gs1Identifier(
    key,
    qualifiers,
    query === undefined ? [] : attributes(query, offset + path.length + 1),
  );
}

/**
 * Where the key stands among a path's segments: the last place from which pairs of a known AI and a value run to the end.
 * One slash at the end is let pass, unless a value is missing before it.
 */
function keyIndex(segments: readonly string[]): number | undefined {
  const trimmed = segments.at(-1) === "" ? segments.slice(0, -1) : segments;
  return lastKey(trimmed) ?? lastKey(segments);
}

function lastKey(segments: readonly string[]): number | undefined {
  for (let index = segments.length - 2; index >= 0; index -= 2) {
    const entry = applicationIdentifier(segments[index] ?? "");
    if (entry === undefined) return undefined;
    if (entry.qualifiers !== undefined) return index;
  }
  return undefined;
}

function noKey(path: string): IdentifierError {
  if (looksCompressed(path)) {
    return new IdentifierError(
      "IDENTIFIER_UNSUPPORTED",
      "This looks like a compressed GS1 Digital Link, which is not read",
      {
        hint: "Give the uncompressed Digital Link, such as https://id.gs1.org/01/09506000134352.",
      },
    );
  }
  return new IdentifierError("IDENTIFIER_NO_KEY", `There is no GS1 key in the path ${quoted(path)}`, {
    hint: "The path holds pairs of application identifier and value from a key on, such as /01/09506000134352/21/4711.",
  });
}

/** Whether a path ends in base64url whose first byte is the beginning of an AI, as compressed links do. */
export function looksCompressed(path: string): boolean {
  const last = path.split("/").at(-1) ?? "";
  if (!/^[A-Za-z0-9_-]{8,}$/.test(last) || !/[A-Za-z_-]/.test(last)) return false;
  const start = Buffer.from(last.slice(0, 4), "base64url").toString("hex").slice(0, 2);
  return ["00", "01", "25", "40", "41", "80"].includes(start);
}

/** Attributes of a query: keys of digits are AIs, all others belong to whoever serves the link. */
function attributes(query: string, offset: number): Element[] {
  const elements: Element[] = [];
  let position = offset;
  for (const parameter of query.split("&")) {
    const [name = "", text = ""] = parameter.split(/=(.*)/, 2);
    if (/^[0-9]+$/.test(name)) {
      checkAssigned(name, position);
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
  withOffset(value === text ? position : undefined, () => checkElement({ ai, value }));
  return { ai, value };
}

/** Stem of canonical Digital Links. */
export const canonicalStem = "https://id.gs1.org";

/**
 * The Digital Link URI of an identifier, attributes included.
 *
 * @param stem Address in front of the path, with or without a slash at its end.
 */
export function digitalLinkUri(identifier: Gs1Identifier, stem: string = canonicalStem): string {
  const query = fixedLengthFirst(identifier.attributes)
    .map(({ ai, value }) => `${ai}=${percentEncode(value)}`)
    .join("&");
  return `${stem.replace(/\/$/, "")}/${identifier.canonical}${query === "" ? "" : `?${query}`}`;
}

/** The order of attributes in a canonical Digital Link: those of predefined length first, otherwise as given. */
function fixedLengthFirst(attributes: readonly Element[]): readonly Element[] {
  const isFixed = ({ ai }: Element): boolean => applicationIdentifier(ai)?.fixedLength === true;
  return [...attributes.filter(isFixed), ...attributes.filter((element) => !isFixed(element))];
}
