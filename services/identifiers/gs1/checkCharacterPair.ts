import { set32, set82 } from "./charsets.js";
import type { Check } from "./fault.js";

/** Weights of the characters from the right: the first primes, as many as the longest value has characters. */
const weights = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83];

/** The pair that belongs to the characters before it (GS1 General Specifications, section 7.9.5). */
export function checkCharacterPairOf(text: string): string {
  const sum = [...text].reverse().reduce((total, character, index) => {
    return total + set82.indexOf(character) * (weights[index] ?? 0);
  }, 0);
  const remainder = sum % 1021;
  return set32.charAt(remainder >> 5) + set32.charAt(remainder & 31);
}

/** Checks the pair at the end of an alphanumeric key. */
export const checkCharacterPair: Check = (text) => {
  const at = Math.max(0, text.length - 2);
  const expected = checkCharacterPairOf(text.slice(0, at));
  if (text.slice(at) === expected) return undefined;
  return {
    code: "IDENTIFIER_CHECK_DIGIT",
    message: "has wrong check characters at its end",
    hint: `By the characters before, they are ${expected}; look for a mistyped character.`,
    at,
  };
};
