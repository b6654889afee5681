import { type Element, isKey } from "../elements.js";
import { BitWriter, bitsUpTo } from "./bits.js";
import { encodingBits, encodingFor, writeDigits, writeText } from "./encodings.js";
import { type Field, fieldsOf } from "./fields.js";
import { longestSequence } from "./sequences.js";

/** Whether an attribute can be packed: not what would be taken for the key when it is unpacked. */
export function canBePacked({ ai }: Element): boolean {
  return !isKey(ai) && fieldsOf(ai) !== undefined;
}

/**
 * Packs elements as GS1 Digital Link's compression does, into base 64 of its URI-safe alphabet: a code for a sequence of AIs
 * where there is one, then every other AI, each followed by its value.
 *
 * @param elements right ones, of AIs whose fields are settled.
 */
export function pack(elements: readonly Element[]): string {
  const writer = new BitWriter();
  const sequence = longestSequence(elements.map(({ ai }) => ai));
  if (sequence !== undefined) writer.write(Number.parseInt(sequence.code, 16), 8);
  const inSequence = sequence?.ais ?? [];
  for (const ai of inSequence) {
    for (const element of elements) if (element.ai === ai) writeValue(writer, element);
  }
  const others = elements.filter(({ ai }) => !inSequence.includes(ai));
  for (const element of others.toSorted(byAi)) {
    for (const digit of element.ai) writer.write(Number(digit), 4);
    writeValue(writer, element);
  }
  return writer.toBase64();
}

function byAi(one: Element, other: Element): number {
  return one.ai < other.ai ? -1 : 1;
}

function writeValue(writer: BitWriter, { ai, value }: Element): void {
  let position = 0;
  for (const field of fieldsOf(ai) ?? []) {
    const text = value.slice(position, position + field.max);
    writeField(writer, field, text);
    position += text.length;
  }
}

function writeField(writer: BitWriter, { numeric, variable, max }: Field, text: string): void {
  const encoding = encodingFor(text);
  if (!numeric) writer.write(encoding, encodingBits);
  if (variable) writer.write(text.length, bitsUpTo(max));
  if (numeric) writeDigits(writer, text);
  else writeText(writer, encoding, text);
}
