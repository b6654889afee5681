/**
 * How long whatever is made of a view stays as it is, and what it is made of. A view never changes, but the store does, and time goes on:
 * a namespace expires, a right begins or ends. Readers note here what they look up; and whatever holds for a time only is compared with
 * the present here. So nothing that is made of it is kept for longer.
 */
import { type Key, type KeyRange, tables } from "./keys.js";
import { type Place, placeOfKey, placeOfList } from "./marks.js";

/** How long something stays as it is that was made of a view. */
export interface Lasting {
  /** Unix seconds, the first at which it may be another; `Infinity` where time does not change it. */
  readonly until: number;
  /** Places of what was looked up for it, found or not (`marks.ts`): while none of it changes it stays as it is. */
  readonly made: readonly Place[];
  /** Whether it names the block of the view, which a later view has another of. */
  readonly namesBlock: boolean;
}

/** Places that are noted of one thing; what is made of more lasts no longer than its block. */
const mostPlaces = 2_000;
const blockPlace = placeOfKey(tables.checkpoint.key());

class Noting {
  until = Number.POSITIVE_INFINITY;
  namesBlock = false;
  readonly #made = new Set<Place>();

  note(place: Place): void {
    this.#made.add(this.#made.size < mostPlaces ? place : blockPlace);
  }

  lasting(): Lasting {
    return { until: this.until, made: [...this.#made], namesBlock: this.namesBlock };
  }
}

/** What is being made now. Several may be at once where they wait: then each ends with the first that ends, which is safe. */
const underWay = new Set<Noting>();
let isUnnoted = false;

/** A key was looked up. */
export function noteKey(key: Key): void {
  if (underWay.size > 0 && !isUnnoted) note(placeOfKey(key));
}

/** Keys of a list were. */
export function noteList(of: KeyRange): void {
  if (underWay.size > 0 && !isUnnoted) note(placeOfList(of));
}

/** What is being made hangs on the block of the view, and lasts no longer. */
export function lastsForBlock(): void {
  if (underWay.size > 0 && !isUnnoted) note(blockPlace);
}

/** What is being made names the block of the view, and does not hang on it otherwise. */
export function namesBlock(): void {
  for (const noting of underWay) noting.namesBlock = true;
}

function note(place: Place): void {
  for (const noting of underWay) noting.note(place);
}

/** Looks something up at once without a note of it: whoever asks says what hangs on it. */
export function unnoted<Value>(look: () => Value): Value {
  const outer = isUnnoted;
  isUnnoted = true;
  try {
    return look();
  } finally {
    isUnnoted = outer;
  }
}

/** Whether the first second of something has come. @param at Unix seconds of the present. */
export function hasCome(second: number, at: number): boolean {
  if (second <= at) return true;
  lastsUntil(second);
  return false;
}

/** What is being made stays as it is no longer than up to a second. */
function lastsUntil(second: number): void {
  for (const noting of underWay) noting.until = Math.min(noting.until, second);
}

/** What is being made hangs on something beside a view and the time, and may change at once. */
export const lastsNotAtAll = (): void => lastsUntil(0);

/** What is being made has in it what was made before: it lasts no longer. */
export function lastsAsLongAs({ until, made, namesBlock: names }: Lasting): void {
  if (underWay.size === 0) return;
  lastsUntil(until);
  for (const place of made) note(place);
  if (names) namesBlock();
}

/** What notes how long something lasts that is being made. */
export interface Noted {
  /** How long it does, as far as it is made. */
  lasting(): Lasting;
  end(): void;
}

/** Begins to note how long something lasts, until `end` is called. */
export function noteLasting(): Noted {
  const noting = new Noting();
  underWay.add(noting);
  return { lasting: () => noting.lasting(), end: () => void underWay.delete(noting) };
}

/** Makes a value, and says how long it lasts. */
export function withLasting<Value>(make: () => Value): { readonly value: Value; readonly lasting: Lasting } {
  const noted = noteLasting();
  try {
    return { value: make(), lasting: noted.lasting() };
  } finally {
    noted.end();
  }
}
