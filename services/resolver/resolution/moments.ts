import { type Lasting, lastsAsLongAs, withLasting } from "../../store/lasting.js";
import { isIn } from "../../store/trace.js";
import type { EntityView, Past, Spanning } from "../../store/view.js";

/** What a value is of: a name, or what was itself taken from the view. */
type MomentKey = string | object;

/** Values that are remembered of the present of one snapshot, and as many of its past. */
const limit = 1_000;

interface Remembered<Value> {
  readonly value: Value;
  readonly lasting: Lasting;
  /** Unix seconds for which it was made. */
  readonly from: number;
}

/**
 * What was derived from a view, for as long as time does not change it. A view never changes, and the resolver's views last from
 * block to block: the few namespaces and products that all answers have in common need not be put together for each. What was
 * derived of a past moment is that of all moments of the snapshot between which nothing changed in what it was derived from.
 */
export class MomentMemory<Value> {
  #snapshot: object | null = null;
  readonly #present = new Map<MomentKey, Remembered<Value>>();
  readonly #past = new Map<MomentKey, Remembered<Spanning<Value>>>();

  /**
   * @param at Unix seconds for which the value holds.
   * @param make Must depend on the view, the time and the key alone.
   */
  value(view: EntityView, at: number, key: MomentKey, make: () => Value): Value {
    const { past } = view;
    this.#turnTo(past === null ? view : past.present);
    return past === null ? this.#presentValue(at, key, make) : this.#pastValue(past, at, key, make);
  }

  #turnTo(snapshot: object): void {
    if (snapshot === this.#snapshot) return;
    this.#snapshot = snapshot;
    this.#present.clear();
    this.#past.clear();
  }

  #presentValue(at: number, key: MomentKey, make: () => Value): Value {
    const known = this.#present.get(key);
    if (known !== undefined && holds(known, at)) return known.value;
    return keep(this.#present, key, { ...withLasting(make), from: at });
  }

  #pastValue(past: Past, at: number, key: MomentKey, make: () => Value): Value {
    const known = this.#past.get(key);
    if (known !== undefined && isIn(known.value, past.block) && holds(known, at)) {
      past.takesOver(known.value);
      return known.value.value;
    }
    const made = withLasting(() => past.spanning(make));
    return keep(this.#past, key, { ...made, from: at }).value;
  }
}

function holds({ from, lasting }: Remembered<unknown>, at: number): boolean {
  if (at < from || at >= lasting.until) return false;
  lastsAsLongAs(lasting);
  return true;
}

function keep<Value>(
  values: Map<MomentKey, Remembered<Value>>,
  key: MomentKey,
  made: Remembered<Value>,
): Value {
  if (values.size >= limit) values.clear();
  values.set(key, made);
  return made.value;
}
