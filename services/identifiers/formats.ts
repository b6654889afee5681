import { canonicalStem, digitalLinkUri } from "./gs1/digitalLink.js";
import { elementString } from "./gs1/elementString.js";
import { handleFormats } from "./handle.js";
import type { Identifier } from "./identifier.js";

/**
 * The written forms of an identifier by name. Each of them parses back to it without a scheme being given.
 *
 * @param stem Stem of the GS1 Digital Link.
 */
export function formats(
  identifier: Identifier,
  stem: string = canonicalStem,
): Readonly<Record<string, string>> {
  switch (identifier.scheme) {
    case "gs1":
      return { digitalLink: digitalLinkUri(identifier, stem), elementString: elementString(identifier) };
    case "handle":
      return handleFormats(identifier);
    case "oid":
      return { urn: `urn:oid:${identifier.canonical}` };
    case "did":
      return { did: identifier.canonical };
    case "aas":
      return { aas: `aas:${identifier.canonical}` };
    case "uuid":
      return { urn: identifier.canonical, uuid: identifier.canonical.slice("urn:uuid:".length) };
    case "uri":
      return { uri: identifier.canonical };
  }
}
