import { IdentifierError } from "./errors.js";

/** Longest text that the parsers look at, in UTF-16 units. */
export const maxInputLength = 4096;

/** Longest identifier that the ledger registers, in bytes of UTF-8. */
export const maxCanonicalBytes = 2048;

/** Longest prefix that the ledger delegates, in bytes. */
export const maxPrefixBytes = 64;

const encoder = new TextEncoder();

/** Length in bytes of UTF-8, as the contracts count. */
export function utf8Length(text: string): number {
  return encoder.encode(text).length;
}

/** `A` to `Z` in lower case, every other character as it is. */
export function asciiLowerCase(text: string): string {
  if (!/[A-Z]/.test(text)) return text;
  return isPlain(text) ? text.toLowerCase() : text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** `a` to `z` in upper case, every other character as it is. */
export function asciiUpperCase(text: string): string {
  return /[a-z]/.test(text) ? text.replace(/[a-z]+/g, (letters) => letters.toUpperCase()) : text;
}

/**
 * Whether a label stands at a place of a text, in either case.
 *
 * @param label ASCII, its letters in lower case.
 */
export function hasLabel(text: string, label: string, at = 0): boolean {
  if (text.startsWith(label, at)) return true;
  const end = at + label.length;
  const mayBe = isLetterOf(text, at, label, 0) && isLetterOf(text, end - 1, label, label.length - 1);
  return mayBe && asciiLowerCase(text.slice(at, end)) === label;
}

/** Whether a character is that of a label, or differs from it no more than its upper case would. */
function isLetterOf(text: string, at: number, label: string, index: number): boolean {
  return (text.charCodeAt(at) | 0x20) === (label.charCodeAt(index) | 0x20);
}

/** A text cut short for a message, with what a terminal or a log could trip over made visible. */
export function quoted(text: string): string {
  // JSON escapes quotes, control characters and lone surrogates, one that the cut leaves among them.
  const visible = JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
  return visible.replace(/[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

const plainText = /^[!-~]*$/;

/** Whether a text is printable ASCII without spaces, as most identifiers are: nothing in it needs a closer look. */
export function isPlain(text: string): boolean {
  return plainText.test(text);
}

const controlCharacter = /[\p{Cc}\p{Zl}\p{Zp}]/u;
const loneSurrogate = /\p{Cs}/u;

/** Refuses what no scheme carries: control characters, line separators, lone surrogates. */
export function checkText(text: string, what: string): void {
  if (isPlain(text)) return;
  const surrogate = text.search(loneSurrogate);
  if (surrogate >= 0) {
    throw new IdentifierError("IDENTIFIER_CHARACTER", `${what} is not well-formed Unicode`, {
      hint: "Remove the lone surrogate; it is often a character that was cut in half.",
      position: surrogate,
    });
  }
  const position = text.search(controlCharacter);
  if (position >= 0) {
    throw new IdentifierError("IDENTIFIER_CHARACTER", `${what} holds a control character`, {
      hint: "Remove it; line breaks and tabs often come along when an identifier is copied.",
      position,
    });
  }
}

/** Checks a text as it came from outside, before any scheme looks at it. */
export function checkInput(input: string, what = "The identifier"): void {
  if (input.length === 0) {
    throw new IdentifierError("IDENTIFIER_EMPTY", `${what} is empty`, {
      hint: "Give one, such as https://id.gs1.org/01/09506000134352 or 88.101.0042/part-1.",
    });
  }
  if (input.length > maxInputLength) {
    throw new IdentifierError(
      "IDENTIFIER_LENGTH",
      `${what} has ${input.length} characters; at most ${maxInputLength} are read`,
      { hint: "Check that one identifier was given, not a document or a list.", position: maxInputLength },
    );
  }
  if (isPlain(input)) return;
  checkText(input, what);
  if (input.trim() !== input) {
    throw new IdentifierError("IDENTIFIER_CHARACTER", `${what} begins or ends with white space`, {
      hint: "Remove the white space around it.",
      position: input.trimStart() === input ? input.trimEnd().length : 0,
    });
  }
}
