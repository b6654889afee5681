/**
 * GS1 modulo 10 check digit of the digits before it: weights 3 and 1 by turns from the right
 * (GS1 General Specifications, section 7.9.1).
 */
export function modulo10CheckDigit(digits: string): string {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const weight = (digits.length - index) % 2 === 1 ? 3 : 1;
    sum += weight * Number(digits.charAt(index));
  }
  return String((10 - (sum % 10)) % 10);
}

/** ISO 7064 mod 97-10 check digits of the characters before them (ISO 17442 for LEIs). */
export function modulo97CheckDigits(text: string): string {
  return String(98 - modulo97(`${text}00`)).padStart(2, "0");
}

/** Remainder by 97 of a text of digits and upper-case letters, where A is 10 and Z is 35. */
export function modulo97(text: string): number {
  let remainder = 0;
  for (const character of text) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value < 10 ? 10 : 100) + value) % 97;
  }
  return remainder;
}

/** Alphabet of the unified social credit code: digits and letters without I, O, S, V and Z. */
export const socialCreditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/** Check character of a unified social credit code's first 17: weights 3^i mod 31 (GB 32100). */
export function socialCreditCheckCharacter(text: string): string {
  let sum = 0;
  let weight = 1;
  for (const character of text) {
    sum += socialCreditAlphabet.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return socialCreditAlphabet.charAt((31 - (sum % 31)) % 31);
}
