import { alphanumeric, type CharacterSet, characterSet, digits, upperCaseLetters } from "../characters.js";

/** GS1 character set 82, in the order of its values. */
export const set82 = `!"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz`;

/** GS1 character set 32, of which check character pairs are made, in the order of its values. */
export const set32 = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/** A set of characters that a component may hold. */
export interface Charset {
  readonly characters: CharacterSet;
  readonly numeric: boolean;
  /** What the set is called in messages. */
  readonly name: string;
}

/** Character sets by their letters in the table. */
export const charsets: ReadonlyMap<string, Charset> = new Map([
  ["N", { characters: characterSet(digits), numeric: true, name: "digits" }],
  ["X", { characters: characterSet(set82), numeric: false, name: "characters of GS1 set 82" }],
  [
    "Y",
    {
      characters: characterSet(`#-/${digits}${upperCaseLetters}`),
      numeric: false,
      name: 'digits, upper-case letters, "#", "-" and "/" (GS1 set 39)',
    },
  ],
  ["Z", { characters: characterSet(`${alphanumeric}_=-`), numeric: false, name: "characters of base64url" }],
]);
