import { IdentifierError } from "../../errors.js";

/** The URI-safe alphabet of base 64 (RFC 4648, section 5): a character for each value of six bits. */
export const base64Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

const bitsPerCharacter = 6;

/** Bits that are needed to tell the numbers from 0 to `max` apart. */
export function bitsUpTo(max: number): number {
  return max.toString(2).length;
}

/** Bits of a number of so many digits, as GS1's compression counts them: rounded up with a margin. */
export function bitsOfDigits(digits: number): number {
  return Math.ceil(digits * Math.log2(10) + 0.01);
}

/** Writes numbers bit by bit, and gives them in base 64, filled up with zeros. */
export class BitWriter {
  #bits = "";

  write(value: bigint | number, bits: number): void {
    this.#bits += value.toString(2).padStart(bits, "0");
  }

  toBase64(): string {
    const length = Math.ceil(this.#bits.length / bitsPerCharacter) * bitsPerCharacter;
    const groups = this.#bits.padEnd(length, "0").match(/.{6}/g) ?? [];
    return groups.map((group) => base64Alphabet.charAt(Number.parseInt(group, 2))).join("");
  }
}

/** Reads numbers bit by bit from base 64. */
export class BitReader {
  readonly #bits: string;
  #cursor = 0;

  /** @param text characters of the alphabet only. */
  constructor(text: string) {
    const groups = [...text].map((character) => base64Alphabet.indexOf(character).toString(2));
    this.#bits = groups.map((group) => group.padStart(bitsPerCharacter, "0")).join("");
  }

  /** Offset of the character in which the next bit lies. */
  get position(): number {
    return Math.floor(this.#cursor / bitsPerCharacter);
  }

  /** Whether what is left can only have been filled up with. */
  get done(): boolean {
    const rest = this.#bits.slice(this.#cursor);
    return rest.length < bitsPerCharacter && !rest.includes("1");
  }

  readBig(bits: number): bigint {
    const end = this.#cursor + bits;
    if (end > this.#bits.length) {
      throw new IdentifierError("IDENTIFIER_LENGTH", "The compressed Digital Link ends too early", {
        hint: "Check that it was copied whole.",
        position: this.#bits.length / bitsPerCharacter,
      });
    }
    const value = BigInt(`0b0${this.#bits.slice(this.#cursor, end)}`);
    this.#cursor = end;
    return value;
  }

  read(bits: number): number {
    return Number(this.readBig(bits));
  }
}
