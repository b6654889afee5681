/**
 * The number in an identifier: its last run of digits, which a range of numbers may hold. The mirror of the contracts'
 * `NumberedText`.
 */

/** Most digits of a number. */
const maxWidth = 19;

/** Longest tail, in bytes. */
const maxTailBytes = 12;

export interface Numbered {
  /** What comes before the number. */
  readonly stem: string;
  /** The number, as it is written. */
  readonly digits: string;
  /** What comes after it. */
  readonly tail: string;
}

const utf8 = new TextEncoder();

/** Splits an identifier around its number; null where there is none that a range may hold. */
export function splitNumber(canonical: string): Numbered | null {
  let end = canonical.length;
  while (end > 0 && !isDigit(canonical.charCodeAt(end - 1))) end--;
  let start = end;
  while (start > 0 && isDigit(canonical.charCodeAt(start - 1))) start--;
  const tail = canonical.slice(end);
  if (start === end || end - start > maxWidth || !fits(tail)) return null;
  return { stem: canonical.slice(0, start), digits: canonical.slice(start, end), tail };
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

const fits = (tail: string): boolean =>
  tail.length <= maxTailBytes && (tail === "" || utf8.encode(tail).length <= maxTailBytes);
