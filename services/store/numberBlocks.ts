/**
 * Ranges of numbers as blocks of leading digits: 000100 to 000299 are the blocks 0001 and 0002. A number is in a range just
 * where one of its own leading digits is a block of it, so finding the range takes as many look-ups as the number has
 * digits, however many ranges there are.
 */

/**
 * The fewest blocks that make up a range; both ends are written in the same number of digits. At most 18 a digit.
 */
export function blocksOf(first: string, last: string): readonly string[] {
  const blocks: string[] = [];
  collect("", first, last, blocks);
  return blocks;
}

/** The leading digits of a number, from none to all: the blocks that it is in. */
export function blocksAround(digits: string): readonly string[] {
  return Array.from({ length: digits.length + 1 }, (_, length) => digits.slice(0, length));
}

/** @param block What has been decided; `first` and `last` are the digits after it. */
function collect(block: string, first: string, last: string, blocks: string[]): void {
  if (/^0*$/.test(first) && /^9*$/.test(last)) {
    blocks.push(block);
    return;
  }
  const [low, high] = [Number(first[0]), Number(last[0])];
  const rest = first.length - 1;
  for (let digit = low; digit <= high; digit++) {
    collect(
      `${block}${digit}`,
      digit === low ? first.slice(1) : "0".repeat(rest),
      digit === high ? last.slice(1) : "9".repeat(rest),
      blocks,
    );
  }
}
