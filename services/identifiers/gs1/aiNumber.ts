/** Application identifiers as numbers: their digits with a 1 in front, which tells 02 from 002. To compare those takes least. */
import { isDigit } from "../characters.js";

/** Digits of the longest AI. */
export const longestAi = 4;

/** Above the numbers of all AIs. */
export const aiNumberLimit = 2 * 10 ** longestAi;

const zero = "0".charCodeAt(0);

/** The number of an AI that stands in a text; 0 for what cannot be one. */
export function aiNumber(text: string, from = 0, to = text.length): number {
  if (to - from > longestAi) return 0;
  let number = 1;
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (!isDigit(code)) return 0;
    number = number * 10 + code - zero;
  }
  return number;
}

/** One AI, or all that begin alike: in its text stands `n` for each digit that is free, such as in `31nn`. */
export interface AiPattern {
  readonly text: string;
  readonly first: number;
  readonly last: number;
}

export function aiPattern(text: string): AiPattern {
  return { text, first: aiNumber(text.replaceAll("n", "0")), last: aiNumber(text.replaceAll("n", "9")) };
}

/** Whether the AI of a number fits a pattern. */
export function fits(number: number, { first, last }: AiPattern): boolean {
  return number >= first && number <= last;
}
