import { IdentifierError } from "./errors.js";
import type { IdentificationLink } from "./identifier.js";
import { quoted } from "./text.js";
import { parseUri } from "./uri.js";

/** Longest identification link, in characters. */
const longest = 255;

/**
 * Reads an identification link (IEC 61406-1): an https address of at most 255 characters, which is unique all over the world
 * and never used again. It is kept as it is, so that it is the same text as it is as a URI.
 */
export function parseIdentificationLink(input: string): IdentificationLink {
  if (!/^https:\/\/[^/?#]/i.test(input)) {
    throw new IdentifierError("IDENTIFIER_SYNTAX", `${quoted(input)} is no https address`, {
      hint: "An identification link begins with https:// and a domain name.",
      position: 0,
    });
  }
  if (input.length > longest) {
    throw new IdentifierError(
      "IDENTIFIER_LENGTH",
      `An identification link has at most ${longest} characters; this one has ${input.length}`,
      { hint: "Shorten it, or register it as a URI.", position: longest },
    );
  }
  return { scheme: "iec61406", canonical: parseUri(input).canonical };
}
