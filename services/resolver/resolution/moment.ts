/** The moment of the chain that an answer is of. */
import type { Checkpoint } from "../../store/model.js";
import type { Store } from "../../store/store.js";
import type { EntityView, View } from "../../store/view.js";
import { ResolverError } from "../errors.js";

export interface Moment {
  readonly checkpoint: Checkpoint;
  readonly chainId: number;
  /**
   * Unix seconds at which rights must hold: the block's time or the resolver's clock, whichever is later. A quiet chain
   * must not keep a right alive that has ended, nor may a clock that is behind the chain.
   */
  readonly at: number;
}

/**
 * Asks one snapshot of the store, lists included.
 * @throws ResolverError RESOLVER_NOT_READY while the index is empty.
 */
export function askAtMoment<Answer>(
  store: Store,
  ask: (view: View, moment: Moment) => Promise<Answer>,
): Promise<Answer> {
  return store.readAsync((view) => ask(view, momentOf(view)));
}

/** The same without lists, and at once. */
export function readAtMoment<Answer>(
  store: Store,
  ask: (view: EntityView, moment: Moment) => Answer,
): Answer {
  return store.read((view) => ask(view, momentOf(view)));
}

function momentOf(view: EntityView): Moment {
  const checkpoint = view.checkpoint();
  const fingerprint = view.fingerprint();
  if (checkpoint === null || fingerprint === null) {
    throw new ResolverError("RESOLVER_NOT_READY", "The index has not read anything from the chain yet.", {
      hint: "Ask /readyz how far it is, and try again.",
    });
  }
  const at = Math.max(checkpoint.time, Math.floor(Date.now() / 1000));
  return { checkpoint, chainId: fingerprint.chainId, at };
}
