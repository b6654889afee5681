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

const lastRun = /^(.*?)([0-9]+)([^0-9]*)$/s;

/** Splits an identifier around its number; null where there is none that a range may hold. */
export function splitNumber(canonical: string): Numbered | null {
  const [, stem, digits, tail] = lastRun.exec(canonical) ?? [];
  if (stem === undefined || digits === undefined || tail === undefined) return null;
  const fits = digits.length <= maxWidth && utf8.encode(tail).length <= maxTailBytes;
  return fits ? { stem, digits, tail } : null;
}
