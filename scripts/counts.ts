/** How much of something the programs that measure are to do: whole numbers on their command lines. */
import { InvalidArgumentError } from "commander";

/** Ascending sizes of one thing, of which there is one at least. */
export type Counts = readonly [number, ...number[]];

/** From 1 to 99,999,999. */
export function count(text: string): number {
  if (!/^[1-9]\d{0,7}$/.test(text)) throw new InvalidArgumentError("Give a whole number from 1 on.");
  return Number(text);
}

/** @param least What the first one is at least. */
export const countsFrom =
  (least: number) =>
  (text: string): Counts => {
    const [first, ...rest] = text.split(",").map(count);
    if (first === undefined || first < least)
      throw new InvalidArgumentError(`Give numbers from ${least} on, with commas, such as 10000,100000.`);
    return [first, ...rest];
  };
