import { IdentifierError } from "./errors.js";

const unreserved = /^[A-Za-z0-9._~-]*$/;

/** Percent-encodes a value: RFC 3986 unreserved characters stay, every other byte of UTF-8 becomes %HH in upper case. */
export function percentEncode(value: string): string {
  if (unreserved.test(value)) return value;
  const encoded = encodeURIComponent(value);
  // What RFC 3986 has among its delimiters, and JavaScript leaves as it is.
  if (!/[!'()*]/.test(encoded)) return encoded;
  return encoded.replace(/[!'()*]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  });
}

const malformedSequence = /%(?![0-9A-Fa-f]{2})/;

/** Undoes percent-encoding. Throws on a `%` without two hex digits and on bytes that are not UTF-8. */
export function percentDecode(text: string): string {
  if (!text.includes("%")) return text;
  const position = text.search(malformedSequence);
  if (position >= 0) {
    throw new IdentifierError("IDENTIFIER_CHARACTER", "A '%' is not followed by two hex digits", {
      hint: "Write a literal percent sign as %25.",
      position,
    });
  }
  try {
    return decodeURIComponent(text);
  } catch {
    throw new IdentifierError("IDENTIFIER_CHARACTER", "The percent-encoded bytes are not UTF-8", {
      hint: "Encode the text as UTF-8 before percent-encoding it.",
      position: text.indexOf("%"),
    });
  }
}

/** A character as it is, or the sequences that make up one. */
const encodedCharacter = /%[0-7].|%[CDcd].%..|%[Ee].(?:%..){2}|%[Ff].(?:%..){3}|./gsu;

/** Where in a percent-encoded text the character begins that stands at an offset of the decoded text. */
export function encodedOffset(text: string, offset: number): number {
  let decoded = 0;
  for (const { 0: character, index } of text.matchAll(encodedCharacter)) {
    if (decoded >= offset) return index;
    decoded += decodeURIComponent(character).length;
  }
  return text.length;
}
