/**
 * How often something can be done in a second, for several ways of doing it side by side.
 *
 * The second is one of processor time, all threads of the process together: on a machine that does other things too, a
 * second by the clock would say more of those.
 */

export interface Contender {
  readonly name: string;
  /** Does the thing once. `turn` counts up from 0, to vary what it is done with; a result shows that it was done. */
  run(turn: number): unknown;
}

export interface MeasureOptions {
  /** Milliseconds of processor time of one round of one contender. */
  readonly round?: number;
  readonly rounds?: number;
}

/** Turns between two looks at the time, which is not for free. */
const stride = 256;

/**
 * Turns per second of each contender, by its name: the median of several rounds. The contenders take turns round by round,
 * so that whatever disturbs meets all of them alike. A first round warms up and does not count.
 */
export function measure(
  contenders: readonly Contender[],
  { round = 100, rounds = 5 }: MeasureOptions = {},
): ReadonlyMap<string, number> {
  const rates = new Map(contenders.map(({ name }) => [name, [] as number[]]));
  for (let number = 0; number <= rounds; number += 1) {
    for (const contender of contenders) {
      const rate = oneRound(contender, round);
      if (number > 0) rates.get(contender.name)?.push(rate);
    }
  }
  return new Map([...rates].map(([name, all]) => [name, median(all)]));
}

function oneRound({ name, run }: Contender, milliseconds: number): number {
  const start = process.cpuUsage();
  let turns = 0;
  let used = 0;
  let last: unknown;
  while (used < milliseconds) {
    for (let n = 0; n < stride; n += 1) last = run(turns + n);
    turns += stride;
    const { user, system } = process.cpuUsage(start);
    used = (user + system) / 1_000;
  }
  if (last === undefined) throw new Error(`${name} did nothing`);
  return (turns * 1_000) / used;
}

/** The smallest of the values that so large a part of them does not exceed; NaN for no values. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(Math.ceil(sorted.length * part) - 1, 0)] ?? Number.NaN;
}

/** @returns NaN for no values. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}
