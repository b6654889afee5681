const zero = "0".charCodeAt(0);

/**
 * GS1 modulo 10 check digit of the digits before it: weights 3 and 1 by turns from the right
 * (GS1 General Specifications, section 7.9.1).
 */
export function modulo10CheckDigit(digits: string): string {
  return String(modulo10(digits, digits.length));
}

/** The same of as many digits at a text's beginning, as a number. */
export function modulo10(text: string, length: number): number {
  let sum = 0;
  let weight = 3;
  for (let at = length - 1; at >= 0; at -= 1) {
    sum += weight * (text.charCodeAt(at) - zero);
    weight = 4 - weight;
  }
  return (10 - (sum % 10)) % 10;
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

/** Check digit of a container's code by its first ten characters: weights 2^i, mod 11, mod 10 (ISO 6346). */
export function containerCheckDigit(text: string): string {
  let sum = 0;
  for (let index = 0; index < 10; index += 1) sum += containerValue(text.charAt(index)) * 2 ** index;
  return String((sum % 11) % 10);
}

/** Digits by themselves; letters from A, which is 10, leaving out the multiples of 11. */
function containerValue(character: string): number {
  const value = Number.parseInt(character, 36);
  return value < 10 ? value : value + Math.floor((value - 1) / 10);
}

const vehicleWeights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
/** Values of the letters A to Z in a vehicle identification number; I, O and Q have none. */
const vehicleValues = "12345678?12345?7?923456789";

/** Ninth character of a vehicle identification number by its other sixteen, in North America: weights, mod 11, X for 10. */
export function vehicleCheckCharacter(text: string): string {
  let sum = 0;
  for (const [index, weight] of vehicleWeights.entries()) {
    const character = text.charAt(index);
    const value = /[0-9]/.test(character)
      ? character
      : vehicleValues.charAt(Number.parseInt(character, 36) - 10);
    sum += Number(value) * weight;
  }
  return sum % 11 === 10 ? "X" : String(sum % 11);
}
