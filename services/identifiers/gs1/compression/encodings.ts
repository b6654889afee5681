import { type BitReader, type BitWriter, base64Alphabet, bitsOfDigits } from "./bits.js";

/** A way to pack text, by the characters that it can hold. Its place in the list is its code of three bits. */
interface Encoding {
  readonly holds: RegExp;
  /** Undefined for digits, which are packed together as one number. */
  readonly alphabet: string | undefined;
  readonly bits: number;
}

const ascii = String.fromCharCode(...Array(128).keys());

const encodings: readonly Encoding[] = [
  { holds: /^[0-9]+$/, alphabet: undefined, bits: 0 },
  { holds: /^[0-9a-f]+$/, alphabet: "0123456789abcdef", bits: 4 },
  { holds: /^[0-9A-F]+$/, alphabet: "0123456789ABCDEF", bits: 4 },
  { holds: /^[A-Za-z0-9_-]+$/, alphabet: base64Alphabet, bits: 6 },
  { holds: /^/, alphabet: ascii, bits: 7 },
];

/** Bits of an encoding's code. */
export const encodingBits = 3;

/** The code of the tightest encoding that holds a text of ASCII. */
export function encodingFor(text: string): number {
  return encodings.findIndex(({ holds }) => holds.test(text));
}

/** Packs a text by an encoding that holds it. */
export function writeText(writer: BitWriter, code: number, text: string): void {
  const { alphabet, bits = 0 } = encodings[code] ?? {};
  if (alphabet === undefined) writeDigits(writer, text);
  else for (const character of text) writer.write(alphabet.indexOf(character), bits);
}

/** Unpacks a text of so many characters. Undefined for a code that is not assigned. */
export function readText(reader: BitReader, code: number, length: number): string | undefined {
  const encoding = encodings[code];
  if (encoding === undefined) return undefined;
  const { alphabet, bits } = encoding;
  if (alphabet === undefined) return readDigits(reader, length);
  return Array.from({ length }, () => alphabet.charAt(reader.read(bits))).join("");
}

export function writeDigits(writer: BitWriter, digits: string): void {
  const value = digits.length <= exactDigits ? Number(digits) : BigInt(digits);
  writer.write(value, bitsOfDigits(digits.length));
}

/** Digits of which a number holds any exactly. */
const exactDigits = 15;

export function readDigits(reader: BitReader, length: number): string {
  const digits = reader.readBig(bitsOfDigits(length)).toString().padStart(length, "0");
  // No digits take a bit nevertheless. More than were announced are left for the AI's own check to refuse.
  return length === 0 ? "" : digits;
}
