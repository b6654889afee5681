/**
 * Whether a time that 0 leaves open has come.
 * @param until Unix seconds: the first at which it no longer holds.
 */
export const isOver = (until: number, at: number): boolean => until !== 0 && at >= until;
