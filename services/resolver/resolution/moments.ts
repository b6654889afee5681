import type { EntityView } from "../../store/view.js";

/** Values that are remembered of one moment. */
const limit = 1_000;

/**
 * What was derived from one view for one second. A view never changes, and the resolver's views last from block to block: the few
 * namespaces and products that all answers have in common need not be put together for each.
 */
export class MomentMemory<Value> {
  #view: EntityView | null = null;
  #at = 0;
  readonly #values = new Map<string, Value>();

  /**
   * @param at Unix seconds for which the value holds.
   * @param make Must depend on the view, the time and the key alone.
   */
  value(view: EntityView, at: number, key: string, make: () => Value): Value {
    const values = this.#values;
    if (view !== this.#view || at !== this.#at || values.size >= limit) {
      values.clear();
      this.#view = view;
      this.#at = at;
    }
    const known = values.get(key);
    if (known !== undefined) return known;
    const value = make();
    values.set(key, value);
    return value;
  }
}
