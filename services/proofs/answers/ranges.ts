/** Which range of numbers holds an identifier: the contracts' `NumberSpans` over words that are proven. */
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import { splitNumber } from "../../identifiers/numbers.js";
import type { RangeUse } from "../../ledger/enums.js";
import type { Hex } from "../../ledger/hex.js";
import { rangeKey, ruleBatchId, schemeId } from "../../ledger/ids.js";
import * as slots from "../../ledger/slots.js";
import { rangeWord } from "../../ledger/slotWords.js";
import type { BatchId } from "../../store/model.js";
import type { Asking } from "./asking.js";

export interface RangeFacts {
  readonly use: RangeUse;
  readonly batch: BatchId;
  /** As wide as the identifier's own number. */
  readonly first: string;
  readonly last: string;
  /** Place of the identifier in the range, from 0, in digits. */
  readonly index: string;
}

/** null where no range holds the identifier's number, or it has none. */
export function rangeAround(asking: Asking, { scheme, canonical }: LedgerIdentifier): RangeFacts | null {
  const numbered = splitNumber(canonical);
  if (numbered === null) return null;
  const { stem, digits, tail } = numbered;
  const form = { scheme: schemeId(scheme), stem, tail };
  const key = rangeKey({ ...form, first: digits });
  const number = BigInt(digits);
  const begun = begunBy(asking, key, number);
  if (begun === 0) return null;
  const range = rangeAt(asking, key, begun - 1);
  if (range.use === null || range.last < number) return null;
  const wide = (value: bigint): string => value.toString().padStart(digits.length, "0");
  const [first, last] = [wide(range.first), wide(range.last)];
  return {
    use: range.use,
    batch: ruleBatchId({ ...form, first, last }),
    first,
    last,
    index: (number - range.first).toString(),
  };
}

/** How many ranges begin at a number or before. They lie in ascending order and do not overlap. */
function begunBy(asking: Asking, key: Hex, number: bigint): number {
  let low = 0;
  let high = rangeAt(asking, key, 0).count;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (rangeAt(asking, key, middle).first <= number) low = middle + 1;
    else high = middle;
  }
  return low;
}

const rangeAt = ({ read }: Asking, key: Hex, position: number) =>
  rangeWord(read("batches", slots.range(key, position)));
