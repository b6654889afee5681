/**
 * How many grants were ever given of an asset, in one row: most assets have none, and one look tells. Those of former holdings are void for
 * ever, so nobody counts them any more.
 */

export interface GrantCounts {
  /** The last holding epoch under which a grant was given that does not survive a sale; 0 for none. */
  readonly epoch: number;
  /** Those under that epoch. */
  readonly held: number;
  /** Those that survive sales. */
  readonly lasting: number;
}

export const noGrants: GrantCounts = { epoch: 0, held: 0, lasting: 0 };

/** @param epoch 0 for those that survive sales. */
export function countOf(counts: GrantCounts, epoch: number): number {
  if (epoch === 0) return counts.lasting;
  return epoch === counts.epoch ? counts.held : 0;
}

/** @param epoch Of the one that comes: holdings follow one another, so none is counted again once the next has grants. */
export function withOneMore(counts: GrantCounts, epoch: number): GrantCounts {
  const count = countOf(counts, epoch) + 1;
  return epoch === 0 ? { ...counts, lasting: count } : { ...counts, epoch, held: count };
}
