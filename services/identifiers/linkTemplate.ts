/**
 * Addresses with places for the parts of an identifier: URI templates of level 1 (RFC 6570, section 1.2), such as
 * `https://example.com/{gtin}/{serial}`. One of them serves all members of a batch, and all that inherit from a product.
 *
 * Scheme and host stand in the text before the first place, so no identifier can lead anywhere else.
 */

import { keyNames } from "./gs1/keyNames.js";
import type { LedgerIdentifier, LedgerScheme } from "./identifier.js";
import { percentEncode } from "./percentEncoding.js";

/** The parts of a GS1 identifier by their names; each also goes by its application identifier, such as `{21}`. */
const gs1Names: Readonly<Record<string, string>> = {
  ...keyNames,
  variant: "22",
  lot: "10",
  serial: "21",
};

const names: Readonly<Record<LedgerScheme, readonly string[]>> = {
  gs1: Object.keys(gs1Names),
  handle: ["prefix", "suffix"],
  oid: ["arc"],
  did: ["method"],
  aas: ["owner", "name", "value"],
};

/** All schemes have it: the canonical identifier. */
const whole = "id";

const place = /\{([^{}]*)\}/g;
/** Scheme, host and the slash behind it. */
const fixedStart = /^https:\/\/[a-z0-9.-]+(?::\d{1,5})?\/[^{}]*$/i;

/** Whether an address has places to be filled, or braces that make none: none of them is an address as it stands. */
export const isTemplate = (text: string): boolean => /[{}]/.test(text);

/** Names that a template for identifiers of a scheme may use. */
export const templateNames = (scheme: LedgerScheme): readonly string[] => [whole, ...names[scheme]];

/**
 * What is wrong with a template; null where nothing is.
 * @param scheme Of the identifiers that it is for; null where that is not known.
 */
export function templateFault(text: string, scheme: LedgerScheme | null): string | null {
  const start = text.slice(0, text.search(/[{}]/));
  if (!fixedStart.test(start))
    return "does not begin with https://, a host and a slash before its first place";
  if (isTemplate(text.replaceAll(place, ""))) return "has a brace without its other one";
  const unknown = [...text.matchAll(place)]
    .map(([, name = ""]) => name)
    .find((name) => !isKnown(name, scheme));
  if (unknown === undefined) return null;
  return `has the place {${unknown}}, which ${scheme === null ? "no scheme" : `the scheme ${scheme}`} fills`;
}

function isKnown(name: string, scheme: LedgerScheme | null): boolean {
  if (scheme === null) return Object.keys(names).some((one) => isKnown(name, one as LedgerScheme));
  return templateNames(scheme).includes(name) || (scheme === "gs1" && /^\d{2,4}$/.test(name));
}

/**
 * The address for an identifier, its parts percent-encoded; null where the template is wrong, the identifier lacks a part that it asks for, or
 * one is `.` or `..`, which a client would take for a way up.
 */
export function expandTemplate(text: string, identifier: LedgerIdentifier): string | null {
  if (templateFault(text, identifier.scheme) !== null) return null;
  let isWhole = true;
  const expanded = text.replaceAll(place, (_, name: string) => {
    const part = partOf(identifier, name);
    if (part === null || part === "." || part === "..") isWhole = false;
    return percentEncode(part ?? "");
  });
  return isWhole ? expanded : null;
}

function partOf(identifier: LedgerIdentifier, name: string): string | null {
  if (name === whole) return identifier.canonical;
  switch (identifier.scheme) {
    case "gs1": {
      const ai = gs1Names[name] ?? name;
      const { key, qualifiers } = identifier;
      return [key, ...qualifiers].find((one) => one.ai === ai)?.value ?? null;
    }
    case "handle":
      return name === "prefix" ? identifier.prefix : identifier.localName;
    case "oid":
      return identifier.canonical.split(".").at(-1) ?? null;
    case "did":
      return identifier.method;
    case "aas":
      return { owner: identifier.owner, name: identifier.name, value: identifier.value }[name] ?? null;
  }
}
