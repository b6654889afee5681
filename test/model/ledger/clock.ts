/** The time of the last block, in Unix seconds, and its number. */
export interface Clock {
  now: number;
  block: number;
}

/** Whether a time is set and has come; 0 is never. */
export const isOver = (end: number, { now }: Clock): boolean => end !== 0 && now >= end;
