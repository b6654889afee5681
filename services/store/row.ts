/**
 * How a value lies in the database: behind since when it is so, and how many values came before it.
 *
 * `block;earlier;recent;causes`, a tab, then the value as JSON; numbers to the base 36, empty fields left out at the end. A
 * row without a tab says that the key has no value since then. JSON has no tab of its own, so that what is kept without its
 * history (the fingerprint, the checkpoint) reads as a value too.
 */

/** One version of a key. */
export interface Row {
  /** Block at whose end the key had it first. */
  readonly block: number;
  /** How many versions came before: its own ordinal. */
  readonly earlier: number;
  /** Blocks of the last of those, the latest first. */
  readonly recent: readonly number[];
  /** The changes that made it, where the table keeps them. */
  readonly causes: string;
  /** The value as JSON, empty for an index entry; null for none. */
  readonly text: string | null;
}

/** Blocks of earlier versions that a row names, so that most are found without a search. */
export const maxRecent = 8;

const base = 36;

/** The row that follows on `before`; null for a key that never had a value. */
export function rowAfter(before: Row | null, block: number, causes: string, text: string | null): Row {
  if (before === null) return { block, earlier: 0, recent: [], causes, text };
  const recent = [before.block, ...before.recent.slice(0, maxRecent - 1)];
  return { block, earlier: before.earlier + 1, recent, causes, text };
}

export function encodeRow({ block, earlier, recent, causes, text }: Row): string {
  const head = block.toString(base);
  const past = earlier === 0 ? "" : `;${earlier.toString(base)};${recent.map((one) => one.toString(base))}`;
  const made = causes === "" ? "" : `${past === "" ? ";;" : past};${causes}`;
  return `${head}${made || past}${text === null ? "" : `\t${text}`}`;
}

export const decodeRow = (encoded: string): Row => new EncodedRow(encoded);

/** Reads what is asked of it alone: of most rows that is the block and the value. */
class EncodedRow implements Row {
  readonly #encoded: string;
  readonly #tab: number;
  #recent: readonly number[] | null = null;
  readonly block: number;

  constructor(encoded: string) {
    this.#encoded = encoded;
    this.#tab = encoded.indexOf("\t");
    // It ends at the first character that is no digit.
    this.block = Number.parseInt(encoded, base);
  }

  get earlier(): number {
    const earlier = this.#field(1);
    return earlier === "" ? 0 : Number.parseInt(earlier, base);
  }

  get recent(): readonly number[] {
    this.#recent ??= numbersIn(this.#field(2));
    return this.#recent;
  }

  get causes(): string {
    return this.#field(3);
  }

  get text(): string | null {
    return this.#tab < 0 ? null : this.#encoded.slice(this.#tab + 1);
  }

  #field(place: number): string {
    const end = this.#tab < 0 ? this.#encoded.length : this.#tab;
    let from = 0;
    for (let passed = 0; passed < place; passed += 1) {
      const mark = this.#encoded.indexOf(";", from);
      if (mark < 0 || mark >= end) return "";
      from = mark + 1;
    }
    const mark = this.#encoded.indexOf(";", from);
    return this.#encoded.slice(from, mark < 0 ? end : Math.min(mark, end));
  }
}

const [comma, zero, letterA] = [0x2c, 0x30, 0x61];

/** Digit by digit: of a key that changes often each version has these, and `parseInt` of parts took as long as the look-up. */
function numbersIn(field: string): readonly number[] {
  const numbers: number[] = [];
  let number = 0;
  for (let place = 0; place < field.length; place += 1) {
    const code = field.charCodeAt(place);
    if (code === comma) {
      numbers.push(number);
      number = 0;
    } else number = number * base + (code < letterA ? code - zero : code - letterA + 10);
  }
  if (field !== "") numbers.push(number);
  return numbers;
}

/** The value of a row that has one, without reading the rest. */
export const valueOfRow = (encoded: string): string => encoded.slice(encoded.indexOf("\t") + 1);
