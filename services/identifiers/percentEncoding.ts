import { alphanumeric, characterSet, firstOutside } from "./characters.js";
import { IdentifierError } from "./errors.js";

const unreserved = characterSet(`${alphanumeric}._~-`);

const asciiCharacters = 128;

/** Escapes of the ASCII characters, by their codes. */
const escapes = Array.from({ length: asciiCharacters }, (_, code) => {
  return `%${code.toString(16).toUpperCase().padStart(2, "0")}`;
});

/** Percent-encodes a value: RFC 3986 unreserved characters stay, every other byte of UTF-8 becomes %HH in upper case. */
export function percentEncode(value: string): string {
  let encoded = "";
  let from = 0;
  for (let at = firstOutside(unreserved, value); at >= 0; at = firstOutside(unreserved, value, from)) {
    const escaped = escapes[value.charCodeAt(at)];
    if (escaped === undefined) return encoded + encodeBeyondAscii(value.slice(from));
    encoded += value.slice(from, at) + escaped;
    from = at + 1;
  }
  return from === 0 ? value : encoded + value.slice(from);
}

function encodeBeyondAscii(value: string): string {
  // JavaScript leaves some of RFC 3986's delimiters as they are.
  return encodeURIComponent(value).replace(/[!'()*]/g, (character) => {
    return escapes[character.charCodeAt(0)] ?? character;
  });
}

const malformedSequence = /%(?![0-9A-Fa-f]{2})/;

/**
 * Undoes percent-encoding. Throws on a `%` without two hex digits and on bytes that are not UTF-8.
 *
 * @param place Where the text stands in a whole, in which the positions of errors are.
 */
export function percentDecode(text: string, place = 0): string {
  let decoded = "";
  let from = 0;
  for (let at = text.indexOf("%"); at >= 0; at = text.indexOf("%", from)) {
    const code = escapedCode(text, at);
    if (code < 0 || code >= asciiCharacters) return decodeBeyondAscii(text, place);
    decoded += text.slice(from, at) + String.fromCharCode(code);
    from = at + 3;
  }
  return from === 0 ? text : decoded + text.slice(from);
}

/** What two hex digits after a `%` spell; less than 0 where there are none. */
function escapedCode(text: string, at: number): number {
  if (at + 2 >= text.length) return -1;
  const high = hexValue(text.charCodeAt(at + 1));
  const low = hexValue(text.charCodeAt(at + 2));
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

function hexValue(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x61 + 10 : -1;
}

function decodeBeyondAscii(text: string, place: number): string {
  const position = text.search(malformedSequence);
  if (position >= 0) {
    throw new IdentifierError("IDENTIFIER_CHARACTER", "A '%' is not followed by two hex digits", {
      hint: "Write a literal percent sign as %25.",
      position: place + position,
    });
  }
  try {
    return decodeURIComponent(text);
  } catch {
    throw new IdentifierError("IDENTIFIER_CHARACTER", "The percent-encoded bytes are not UTF-8", {
      hint: "Encode the text as UTF-8 before percent-encoding it.",
      position: place + text.indexOf("%"),
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

const dotSegment = /(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)/i;

/**
 * Whether a path has a segment `.` or `..`. Whoever follows an address folds those, percent-encoded or not, and ends up elsewhere
 * (WHATWG URL, path state).
 */
export function hasDotSegment(path: string): boolean {
  return dotSegment.test(path);
}
