import { canonical } from "./canonical.js";
import {
  alphanumeric,
  characterSet,
  firstForeign,
  firstOutside,
  lowerCaseLetters,
  upperCaseLetters,
} from "./characters.js";
import { IdentifierError } from "./errors.js";
import type { UriIdentifier } from "./identifier.js";
import { hasLabel, quoted } from "./text.js";

const letters = characterSet(upperCaseLetters + lowerCaseLetters);
const schemeCharacters = characterSet(`${alphanumeric}+.-`);
const foreign = /[^A-Za-z0-9._~:/?#[\]@!$&'()*+,;=%-]/;

/** Length of the scheme in front of a text and its colon; 0 where there is none. */
function schemeLength(input: string): number {
  const end = firstOutside(schemeCharacters, input);
  const isScheme = end > 0 && input.charAt(end) === ":" && firstOutside(letters, input, 0, 1) < 0;
  return isScheme ? end + 1 : 0;
}

/** Whether a text begins like an absolute URI. */
export function claimsToBeUri(input: string): boolean {
  return schemeLength(input) > 0;
}

/** Reads an absolute URI (RFC 3986) and keeps it as it is: its owner alone knows which spellings are equal. */
export function parseUri(input: string): UriIdentifier {
  const length = schemeLength(input);
  if (length === 0 || length === input.length) {
    throw new IdentifierError("IDENTIFIER_SYNTAX", `${quoted(input)} is no absolute URI`, {
      hint: "An absolute URI begins with a scheme and a colon, such as https://example.com/asset/1.",
      position: length,
    });
  }
  checkUriCharacters(input);
  return { scheme: "uri", canonical: canonical(input) };
}

/** Refuses characters that no URI holds (RFC 3986, section 2). */
export function checkUriCharacters(input: string): void {
  const position = firstForeign(input, foreign);
  if (position < 0) return;
  const character = String.fromCodePoint(input.codePointAt(position) ?? 0);
  throw new IdentifierError("IDENTIFIER_CHARACTER", `A URI cannot hold ${quoted(character)} there`, {
    hint: character === "%" ? "Write a literal percent sign as %25." : "Percent-encode it as UTF-8.",
    position,
  });
}

/** Where the host of a web address begins; 0 for a text that is none. */
export function hostStart(input: string): number {
  if (hasLabel(input, "https://")) return "https://".length;
  return hasLabel(input, "http://") ? "http://".length : 0;
}
