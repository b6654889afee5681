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
const maxRecent = 8;

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

export function decodeRow(encoded: string): Row {
  const tab = encoded.indexOf("\t");
  const head = tab < 0 ? encoded : encoded.slice(0, tab);
  const [block = "", earlier = "", recent = "", causes = ""] = head.split(";");
  return {
    block: Number.parseInt(block, base),
    earlier: earlier === "" ? 0 : Number.parseInt(earlier, base),
    recent: recent === "" ? [] : recent.split(",").map((one) => Number.parseInt(one, base)),
    causes,
    text: tab < 0 ? null : encoded.slice(tab + 1),
  };
}

/** The value of a row that has one, without reading the rest. */
export const valueOfRow = (encoded: string): string => encoded.slice(encoded.indexOf("\t") + 1);
