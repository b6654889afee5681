import { IdentifierError } from "../../errors.js";
import { applicationIdentifier, lengthOfAi } from "../applicationIdentifiers.js";
import type { Element } from "../elements.js";
import { BitReader, base64Alphabet, bitsUpTo } from "./bits.js";
import { encodingBits, readDigits, readText } from "./encodings.js";
import { type Field, fieldsOf } from "./fields.js";
import { sequenceOf } from "./sequences.js";

/** Whether a text could be packed elements: base 64, of no less than a key takes, whose first byte begins an AI or is a code. */
export function looksPacked(text: string): boolean {
  if (!/^[A-Za-z0-9_-]{6,}$/.test(text)) return false;
  const code = firstByte(text);
  return sequenceOf(code) !== undefined || lengthOfAi(code) !== undefined;
}

function firstByte(text: string): string {
  return new BitReader(text.slice(0, 2)).read(8).toString(16).toUpperCase().padStart(2, "0");
}

/**
 * Unpacks what GS1 Digital Link's compression has packed. Pairs of other keys and values, which may have been packed along,
 * say nothing about what is identified and are left out. The values are not checked.
 */
export function unpack(text: string): readonly Element[] {
  const reader = new BitReader(text);
  const elements: Element[] = [];
  while (!reader.done) {
    const code = reader.read(8).toString(16).toUpperCase().padStart(2, "0");
    if (code.startsWith("F")) skipPair(reader, Number.parseInt(code.slice(1), 16));
    else elements.push(...aisOf(reader, code).map((ai) => ({ ai, value: readValue(reader, ai) })));
  }
  return elements;
}

/** The AIs that a code stands for: those of its sequence, or the one of which it is the first two digits. */
function aisOf(reader: BitReader, code: string): readonly string[] {
  const sequence = sequenceOf(code);
  if (sequence !== undefined) return sequence;
  const length = lengthOfAi(code);
  if (length === undefined) throw malformed(reader, `holds the code ${code}, which stands for nothing`);
  const more = Array.from({ length: length - 2 }, () => reader.read(4).toString(16));
  return [code + more.join("")];
}

function readValue(reader: BitReader, ai: string): string {
  const fields = fieldsOf(ai);
  if (fields !== undefined) return fields.map((field) => readField(reader, field)).join("");
  if (applicationIdentifier(ai) === undefined) {
    throw malformed(reader, `holds (${ai}), which is no application identifier`);
  }
  throw new IdentifierError("IDENTIFIER_UNSUPPORTED", `The compressed form of AI (${ai}) is not read`, {
    hint: "Give the uncompressed Digital Link, such as https://id.gs1.org/01/09506000134352.",
    position: reader.position,
    details: { ai },
  });
}

function readField(reader: BitReader, { numeric, variable, max }: Field): string {
  const encoding = numeric ? 0 : reader.read(encodingBits);
  const length = variable ? reader.read(bitsUpTo(max)) : max;
  if (numeric) return readDigits(reader, length);
  return textOf(reader, encoding, length);
}

function textOf(reader: BitReader, encoding: number, length: number): string {
  const text = readText(reader, encoding, length);
  if (text === undefined) throw malformed(reader, `has a text of the unknown encoding ${encoding}`);
  return text;
}

/** Reads past a pair of a key that is no AI and its value. @param high The upper four bits of its key's length. */
function skipPair(reader: BitReader, high: number): void {
  const keyLength = high * 8 + reader.read(3);
  for (let index = 0; index < keyLength; index += 1) reader.read(bitsUpTo(base64Alphabet.length - 1));
  const encoding = reader.read(encodingBits);
  textOf(reader, encoding, reader.read(7));
}

function malformed(reader: BitReader, what: string): IdentifierError {
  return new IdentifierError("IDENTIFIER_SYNTAX", `The compressed Digital Link ${what}`, {
    hint: "Check that it was copied whole, in upper and lower case as it was.",
    position: reader.position,
  });
}
