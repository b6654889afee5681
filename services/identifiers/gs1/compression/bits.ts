import { IdentifierError } from "../../errors.js";

/** The URI-safe alphabet of base 64 (RFC 4648, section 5): a character for each value of six bits. */
export const base64Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

const bitsPerCharacter = 6;

/** The bits of each character. */
const groupOf: ReadonlyMap<string, string> = new Map(
  [...base64Alphabet].map((character, value) => [
    character,
    value.toString(2).padStart(bitsPerCharacter, "0"),
  ]),
);

/** Bits that are needed to tell the numbers from 0 to `max` apart. */
export function bitsUpTo(max: number): number {
  return max.toString(2).length;
}

/** Bits of a number of so many digits, as GS1's compression counts them: rounded up with a margin. */
export function bitsOfDigits(digits: number): number {
  return Math.ceil(digits * Math.log2(10) + 0.01);
}

/** Bits that are written at once: with those of a character begun before they are fewer than what a number's bit operators take. */
const bitsAtOnce = 24;

/** Writes numbers bit by bit, and gives them in base 64, filled up with zeros. */
export class BitWriter {
  #text = "";
  /** Those of the character under way. */
  #bits = 0;
  #count = 0;

  /** @param value less than two to the power of `bits`. */
  write(value: bigint | number, bits: number): void {
    if (bits <= bitsAtOnce) {
      this.#append(Number(value), bits);
    } else if (typeof value === "bigint") {
      this.write(value >> BigInt(bitsAtOnce), bits - bitsAtOnce);
      this.#append(Number(BigInt.asUintN(bitsAtOnce, value)), bitsAtOnce);
    } else {
      this.write(Math.floor(value / 2 ** bitsAtOnce), bits - bitsAtOnce);
      this.#append(value % 2 ** bitsAtOnce, bitsAtOnce);
    }
  }

  toBase64(): string {
    if (this.#count === 0) return this.#text;
    return this.#text + base64Alphabet.charAt(this.#bits << (bitsPerCharacter - this.#count));
  }

  #append(value: number, bits: number): void {
    let count = this.#count + bits;
    const all = (this.#bits << bits) | value;
    while (count >= bitsPerCharacter) {
      count -= bitsPerCharacter;
      this.#text += base64Alphabet.charAt((all >> count) & (2 ** bitsPerCharacter - 1));
    }
    this.#bits = all & (2 ** count - 1);
    this.#count = count;
  }
}

/** Reads numbers bit by bit from base 64. */
export class BitReader {
  readonly #bits: string;
  #cursor = 0;

  /** @param text characters of the alphabet only. */
  constructor(text: string) {
    let bits = "";
    for (const character of text) bits += groupOf.get(character) ?? "";
    this.#bits = bits;
  }

  /** Offset of the character in which the next bit lies. */
  get position(): number {
    return Math.floor(this.#cursor / bitsPerCharacter);
  }

  /** Whether what is left can only have been filled up with. */
  get done(): boolean {
    if (this.#bits.length - this.#cursor >= bitsPerCharacter) return false;
    return !this.#bits.includes("1", this.#cursor);
  }

  readBig(bits: number): bigint {
    return BigInt(`0b${this.#take(bits)}`);
  }

  /** @param bits no more than a number holds exactly. */
  read(bits: number): number {
    return Number.parseInt(this.#take(bits), 2);
  }

  /** @param bits at least one. */
  #take(bits: number): string {
    const end = this.#cursor + bits;
    if (end > this.#bits.length) {
      throw new IdentifierError("IDENTIFIER_LENGTH", "The compressed Digital Link ends too early", {
        hint: "Check that it was copied whole.",
        position: this.#bits.length / bitsPerCharacter,
      });
    }
    const taken = this.#bits.slice(this.#cursor, end);
    this.#cursor = end;
    return taken;
  }
}
