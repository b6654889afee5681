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
  /** By view: a look into the past, or one for a document's version, takes nothing away from the present's answers. */
  readonly #views = new WeakMap<EntityView, Map<string, Remembered<Value>>>();

  /**
   * @param at Unix seconds for which the value holds.
   * @param make Must depend on the view, the time and the key alone.
   */
  value(view: EntityView, at: number, key: string, make: () => Value): Value {
    const values = this.#of(view);
    const known = values.get(key);
    if (known !== undefined && known.from <= at && at < known.until) {
      lastsUntil(known.until);
      return known.value;
    }
    const made = { ...withLasting(make), from: at };
    if (values.size >= limit) values.clear();
    values.set(key, made);
    return made.value;
  }

  #of(view: EntityView): Map<string, Remembered<Value>> {
    const known = this.#views.get(view);
    if (known !== undefined) return known;
    const values = new Map<string, Remembered<Value>>();
    this.#views.set(view, values);
    return values;
  }
}
