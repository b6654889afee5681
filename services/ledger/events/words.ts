/**
 * Readers of ABI words in the hex text of a log, for the generated decoders.
 *
 * Positions are in characters, the leading `0x` included; `decodeLog` has checked that the text is lower-case hex.
 * A log comes from a node that may lie, so every reader checks the range and the padding of what it takes.
 */

import type { Address } from "../../store/model.js";
import { LedgerError } from "../errors.js";
import type { Hex } from "../hex.js";

const word = 64;
const zeros = "0".repeat(word);

export function malformed(why: string): LedgerError {
  return new LedgerError("LEDGER_MALFORMED_LOG", `A log of the ledger does not decode: ${why}.`, {
    hint: "The node's answer is not to be trusted, or the contract at this address is not the ledger's.",
  });
}

/** Throws unless there are that many topics. */
export function expectTopics(topics: readonly string[], count: number): void {
  if (topics.length !== count) throw malformed(`${topics.length} topics where there should be ${count}`);
}

/** Throws unless the text holds that many words from `base` on. */
export function expectWords(data: string, base: number, count: number): void {
  if (data.length < base + count * word) throw malformed("the data ends too early");
}

export function topic(topics: readonly string[], position: number): string {
  const found = topics[position];
  if (found === undefined) throw malformed("a topic is missing");
  return found;
}

function expectPadding(data: string, at: number, from: number, count: number): void {
  if (!data.startsWith(count === word ? zeros : zeros.slice(0, count), at + from)) {
    throw malformed("a value is out of its type's range");
  }
}

/** What is copied: `0x`, and up to a word. */
const copied = Buffer.from(`0x${zeros}`);

/** Digits with `0x` in front. A part of a text would keep the whole of it in memory: an id outlives its log by far. */
function copyOf<Branded extends Hex>(text: string, from: number, to: number): Branded {
  copied.write(text.slice(from, to), 2, "latin1");
  return copied.toString("latin1", 0, 2 + to - from) as Branded;
}

export function readAddress(data: string, at: number): Address {
  expectPadding(data, at, 0, 24);
  return copyOf(data, at + 24, at + word);
}

export function readBoolean(data: string, at: number): boolean {
  expectPadding(data, at, 0, 63);
  const digit = data[at + 63];
  if (digit !== "0" && digit !== "1") throw malformed("a value is out of its type's range");
  return digit === "1";
}

/** An unsigned number of at most 48 bits. */
export function readNumber(data: string, at: number, bits: number): number {
  const digits = bits / 4;
  expectPadding(data, at, 0, word - digits);
  return Number.parseInt(data.slice(at + word - digits, at + word), 16);
}

/** An unsigned number of more than 48 bits. */
export function readBigint(data: string, at: number, bits: number): bigint {
  const digits = bits / 4;
  expectPadding(data, at, 0, word - digits);
  return BigInt(`0x${data.slice(at + word - digits, at + word)}`);
}

/** `bytes1` to `bytes32`; the brand is the one that the event's field has in the interface. */
export function readFixedBytes<Branded extends Hex = Hex>(data: string, at: number, size: number): Branded {
  const digits = size * 2;
  if (digits < word) expectPadding(data, at, digits, word - digits);
  // A topic is such a text already.
  return data.length === 2 + digits ? (data as Branded) : copyOf(data, at, at + digits);
}

/** Position of what the word at `at` points to, counted from `base`. */
export function follow(data: string, base: number, at: number): number {
  const target = base + readNumber(data, at, 48) * 2;
  if (target > data.length) throw malformed("an offset points behind the data");
  return target;
}

/** An array of values of one word each; `read` takes the one at a position. */
export function readWords<Value>(
  data: string,
  base: number,
  at: number,
  read: (position: number) => Value,
): readonly Value[] {
  const start = follow(data, base, at);
  expectWords(data, start, 1);
  const count = readNumber(data, start, 48);
  expectWords(data, start + word, count);
  return Array.from({ length: count }, (_, index) => read(start + word * (index + 1)));
}

function readDigits(data: string, base: number, at: number): string {
  const start = follow(data, base, at);
  expectWords(data, start, 1);
  const from = start + word;
  const to = from + readNumber(data, start, 48) * 2;
  if (to > data.length) throw malformed("the data ends too early");
  return data.slice(from, to);
}

export function readBytes(data: string, base: number, at: number): Hex {
  return `0x${readDigits(data, base, at)}`;
}

/**
 * Bytes that are not UTF-8 become U+FFFD: a contract cannot refuse them at a reasonable price, and they must not stop an
 * index. Ids are made of the bytes, so such a text is never taken for another one.
 */
export function readString(data: string, base: number, at: number): string {
  return Buffer.from(readDigits(data, base, at), "hex").toString("utf8");
}
