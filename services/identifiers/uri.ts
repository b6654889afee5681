import { canonical } from "./canonical.js";
import { IdentifierError } from "./errors.js";
import type { UriIdentifier } from "./identifier.js";
import { quoted } from "./text.js";

const scheme = /^[A-Za-z][A-Za-z0-9+.-]*:/;

/** Whether a text begins like an absolute URI. */
export function claimsToBeUri(input: string): boolean {
  return scheme.test(input);
}

/** Reads an absolute URI (RFC 3986) and keeps it as it is: its owner alone knows which spellings are equal. */
export function parseUri(input: string): UriIdentifier {
  const label = scheme.exec(input)?.[0];
  if (label === undefined || label.length === input.length) {
    throw new IdentifierError("IDENTIFIER_SYNTAX", `${quoted(input)} is no absolute URI`, {
      hint: "An absolute URI begins with a scheme and a colon, such as https://example.com/asset/1.",
      position: label?.length ?? 0,
    });
  }
  checkUriCharacters(input);
  return { scheme: "uri", canonical: canonical(input) };
}

/** Refuses characters that no URI holds (RFC 3986, section 2). */
export function checkUriCharacters(input: string): void {
  const position = input.search(/[^A-Za-z0-9._~:/?#[\]@!$&'()*+,;=%-]|%(?![0-9A-Fa-f]{2})/);
  if (position < 0) return;
  const character = String.fromCodePoint(input.codePointAt(position) ?? 0);
  throw new IdentifierError("IDENTIFIER_CHARACTER", `A URI cannot hold ${quoted(character)} there`, {
    hint: character === "%" ? "Write a literal percent sign as %25." : "Percent-encode it as UTF-8.",
    position,
  });
}
