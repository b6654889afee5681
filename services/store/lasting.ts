/**
 * How long what is made of a view stays as it is. A view never changes, but time goes on: a namespace expires, a right begins or ends.
 * Whatever holds for a time only is compared with the present here, so that nothing made of it is kept for longer.
 */

/** Up to when what is being made stays as it is, as far as has been looked at. */
export interface Lasting {
  /** Unix seconds, the first at which it may be another; `Infinity` where time does not change it. */
  until: number;
}

/** What is being made now. Several may be at once where they wait: then each ends with the first that ends, which is safe. */
const underWay = new Set<Lasting>();

/** Whether the first second of something has come. @param at Unix seconds of the present. */
export function hasCome(second: number, at: number): boolean {
  if (second <= at) return true;
  lastsUntil(second);
  return false;
}

/** What is being made stays as it is no longer than up to a second. */
export function lastsUntil(second: number): void {
  for (const lasting of underWay) lasting.until = Math.min(lasting.until, second);
}

/** What is being made hangs on something beside a view and the time, and may change at once. */
export const lastsNotAtAll = (): void => lastsUntil(0);

/** Begins to note how long something lasts, until `end` is called. */
export function noteLasting(): Lasting & { end(): void } {
  const lasting = { until: Number.POSITIVE_INFINITY, end: () => void underWay.delete(lasting) };
  underWay.add(lasting);
  return lasting;
}

/** Makes a value, and says how long it lasts. */
export function withLasting<Value>(make: () => Value): { readonly value: Value } & Readonly<Lasting> {
  const lasting = noteLasting();
  try {
    const value = make();
    return { value, until: lasting.until };
  } finally {
    lasting.end();
  }
}
