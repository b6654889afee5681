/**
 * Sets of ASCII characters as tables, for texts of a dozen characters or so: to begin with a regular expression takes longer than
 * to look each of them up. Of longer texts a regular expression takes less for each character.
 */
export type CharacterSet = Uint8Array;

export const digits = "0123456789";
export const upperCaseLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
export const lowerCaseLetters = "abcdefghijklmnopqrstuvwxyz";
export const alphanumeric = digits + upperCaseLetters + lowerCaseLetters;

const asciiCharacters = 128;

/** @param characters ASCII ones. */
export function characterSet(characters: string): CharacterSet {
  const set = new Uint8Array(asciiCharacters);
  for (const character of characters) set[character.charCodeAt(0)] = 1;
  return set;
}

/** Where the first character from `from` to before `to` stands that a set does not have; -1 for none. */
export function firstOutside(set: CharacterSet, text: string, from = 0, to = text.length): number {
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= asciiCharacters || set[code] === 0) return at;
  }
  return -1;
}

/** Whether a code is that of a digit. */
export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

const malformedEscape = /%(?![0-9A-Fa-f]{2})/;

/**
 * Where in a text the first character stands that it should not hold, or a `%` without two hex digits behind it; -1 for neither.
 *
 * @param foreign What it should not hold; not the `%`.
 */
export function firstForeign(text: string, foreign: RegExp): number {
  const at = text.search(foreign);
  const malformed = text.includes("%") ? text.search(malformedEscape) : -1;
  return at < 0 || (malformed >= 0 && malformed < at) ? malformed : at;
}
