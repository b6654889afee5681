import { type Lasting, lastsUntil, withLasting } from "../../store/lasting.js";
import type { EntityView } from "../../store/view.js";

/** Values that are remembered of one view. */
const limit = 1_000;

interface Remembered<Value> extends Readonly<Lasting> {
  readonly value: Value;
  /** Unix seconds for which it was made. */
  readonly from: number;
}

/**
 * What was derived from one view, for as long as time does not change it. A view never changes, and the resolver's views last from
 * block to block: the few namespaces and products that all answers have in common need not be put together for each.
 */
export class MomentMemory<Value> {
  #view: EntityView | null = null;
  readonly #values = new Map<string, Remembered<Value>>();

  /**
   * @param at Unix seconds for which the value holds.
   * @param make Must depend on the view, the time and the key alone.
   */
  value(view: EntityView, at: number, key: string, make: () => Value): Value {
    const values = this.#values;
    if (view !== this.#view || values.size >= limit) {
      values.clear();
      this.#view = view;
    }
    const known = values.get(key);
    if (known !== undefined && known.from <= at && at < known.until) {
      lastsUntil(known.until);
      return known.value;
    }
    const made = { ...withLasting(make), from: at };
    values.set(key, made);
    return made.value;
  }
}
