/** The moment of the chain that an answer is of: the present, or any one before. */
import { lastsForBlock, unnoted } from "../../store/lasting.js";
import type { Checkpoint, KnownBlock } from "../../store/model.js";
import type { Store } from "../../store/store.js";
import type { EntityHistory, EntityView, Eventually, StoreView, View } from "../../store/view.js";
import { ResolverError } from "../errors.js";
import type { At } from "./at.js";

export interface Moment {
  /**
   * The block that the answer is of; final block and head are the present ones. What was made with it lasts for that block, unless it was
   * looked at unnoted (`lasting.ts`).
   */
  readonly checkpoint: Checkpoint;
  readonly chainId: number;
  /**
   * Unix seconds at which rights must hold. Of the present: the block's time or the resolver's clock, whichever is later. A
   * quiet chain must not keep a right alive that has ended, nor may a clock that is behind the chain. Of the past: the time
   * that was asked for, or the block's.
   */
  readonly at: number;
  /** null where the present was asked for. */
  readonly past: Past | null;
}

export interface Past {
  /** The last block that the answer is of: nothing changed since the checkpoint's. */
  readonly block: number;
  /** Whether no later block, nor a replaced one, can change the answer. */
  readonly settled: boolean;
}

/**
 * Asks one snapshot of the store, lists included.
 * @throws ResolverError RESOLVER_NOT_READY while the index is empty; RESOLVER_MOMENT_AHEAD, RESOLVER_MOMENT_BEFORE_LEDGER,
 * RESOLVER_UNKNOWN_BLOCK where there is no such moment.
 */
export async function askAtMoment<Answer>(
  store: Store,
  ask: (view: View, moment: Moment, store: StoreView) => Eventually<Answer>,
  at?: At,
): Promise<Answer> {
  return lookAtMoment(store, ask, at);
}

/**
 * The same, at once where `ask` answers at once.
 * @throws ResolverError as `askAtMoment` does.
 */
export function lookAtMoment<Answer>(
  store: Store,
  ask: (view: View, moment: Moment, store: StoreView) => Eventually<Answer>,
  at?: At,
): Eventually<Answer> {
  return store.readEventually((view) => {
    if (at === undefined) return ask(view, momentOf(view), view);
    const moment = momentAt(view, at);
    return ask(view.at(moment.checkpoint.number), moment, view);
  });
}

/**
 * The same without lists, and at once.
 * @throws ResolverError as `askAtMoment` does.
 */
export function readAtMoment<Answer>(
  store: Store,
  ask: (view: EntityView, moment: Moment) => Answer,
  at?: At,
): Answer {
  return store.read((view) => {
    if (at === undefined) return ask(view, momentOf(view));
    const moment = momentAt(view, at);
    return ask(view.at(moment.checkpoint.number), moment);
  });
}

export function momentOf(view: EntityView): Moment {
  const checkpoint = unnoted(() => view.checkpoint());
  const fingerprint = view.fingerprint();
  if (checkpoint === null || fingerprint === null) {
    throw new ResolverError("RESOLVER_NOT_READY", "The index has not read anything from the chain yet.", {
      hint: "Ask /readyz how far it is, and try again.",
    });
  }
  return new Present(checkpoint, fingerprint.chainId);
}

class Present implements Moment {
  readonly chainId: number;
  readonly at: number;
  readonly past = null;
  readonly #checkpoint: Checkpoint;

  constructor(checkpoint: Checkpoint, chainId: number) {
    this.chainId = chainId;
    this.#checkpoint = checkpoint;
    // What is judged by the time is noted where it is compared.
    this.at = secondOf(checkpoint);
  }

  get checkpoint(): Checkpoint {
    lastsForBlock();
    return this.#checkpoint;
  }
}

/** The second of the present, Unix time: see `Moment.at`. */
export function secondOf({ time }: Checkpoint): number {
  return Math.max(time, Math.floor(Date.now() / 1000));
}

/**
 * The last block with a change, or the end of a range, up to what is asked for.
 * @throws ResolverError as `askAtMoment` does.
 */
export function momentAt(view: EntityHistory, at: At): Moment {
  const present = momentOf(view);
  if (at.kind === "time") return momentAtTime(view, at.time, present);
  const number = numberOf(view, at, present.checkpoint);
  const block = view.lastBlock(number);
  if (block === null) throw beforeLedger(view);
  const settled = number <= present.checkpoint.finalized;
  return momentOfBlock(present, block, { at: block.time, past: { block: number, settled } });
}

function momentAtTime(view: EntityHistory, time: number, present: Moment): Moment {
  const { checkpoint } = present;
  if (time > checkpoint.time) throw ahead(checkpoint);
  const inForce = view.blockAt(time);
  if (inForce === null) throw beforeLedger(view);
  const { block, until } = inForce;
  // A later block may have the same time: only one that is final and later closes a second.
  const settled = until !== null && until <= checkpoint.finalized;
  return momentOfBlock(present, block, { at: time, past: { block: block.number, settled } });
}

function numberOf(view: EntityHistory, at: Exclude<At, { kind: "time" }>, checkpoint: Checkpoint): number {
  if (at.kind === "number") {
    if (at.number > checkpoint.number) throw ahead(checkpoint);
    return at.number;
  }
  const number = view.blockOfHash(at.hash);
  if (number === null) throw unknownBlock();
  return number;
}

function momentOfBlock(
  { checkpoint, chainId }: Moment,
  block: KnownBlock,
  asked: Pick<Moment, "at" | "past">,
): Moment {
  return { checkpoint: { ...checkpoint, ...block }, chainId, ...asked };
}

function ahead({ number, time }: Checkpoint): ResolverError {
  return new ResolverError("RESOLVER_MOMENT_AHEAD", "The index has not come to that moment yet.", {
    hint: "Ask without `at` for the present, or for a moment up to the block that `asOf` names.",
    details: { parameter: "at", asOf: { number, time } },
  });
}

function beforeLedger(view: EntityHistory): ResolverError {
  const origin = view.origin()?.number ?? null;
  return new ResolverError("RESOLVER_MOMENT_BEFORE_LEDGER", "There was no ledger yet at that moment.", {
    hint: "Ask for a moment from the ledger's first block on.",
    details: { parameter: "at", firstBlock: origin },
  });
}

function unknownBlock(): ResolverError {
  return new ResolverError("RESOLVER_UNKNOWN_BLOCK", "The index knows no block of that hash.", {
    hint: "The block may have been replaced, or nothing of the ledger changed in it: ask for its number or its time.",
    details: { parameter: "at" },
  });
}
