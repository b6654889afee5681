/** The moment of the chain that an answer is of: the present, or any one before. */
import type { Checkpoint, KnownBlock } from "../../store/model.js";
import type { Store } from "../../store/store.js";
import type { EntityHistory, EntityView, StoreView, View } from "../../store/view.js";
import { ResolverError } from "../errors.js";
import type { At } from "./at.js";

export interface Moment {
  /** The block that the answer is of; final block and head are the present ones. */
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
export function askAtMoment<Answer>(
  store: Store,
  ask: (view: View, moment: Moment, store: StoreView) => Answer | Promise<Answer>,
  at?: At,
): Promise<Answer> {
  return store.readAsync(async (view) => {
    if (at === undefined) return ask(view, momentOf(view), view);
    const moment = await momentAt(view, at);
    return ask(view.at(moment.checkpoint.number), moment, view);
  });
}

/** The present without lists, and at once. */
export function readAtMoment<Answer>(
  store: Store,
  ask: (view: EntityView, moment: Moment) => Answer,
): Answer {
  return store.read((view) => ask(view, momentOf(view)));
}

export function momentOf(view: EntityView): Moment {
  const checkpoint = view.checkpoint();
  const fingerprint = view.fingerprint();
  if (checkpoint === null || fingerprint === null) {
    throw new ResolverError("RESOLVER_NOT_READY", "The index has not read anything from the chain yet.", {
      hint: "Ask /readyz how far it is, and try again.",
    });
  }
  const at = Math.max(checkpoint.time, Math.floor(Date.now() / 1000));
  return { checkpoint, chainId: fingerprint.chainId, at, past: null };
}

/**
 * The past without lists: at once where its block is known by number or hash, or else once it is found.
 * @throws ResolverError as `askAtMoment` does.
 */
export function readPast<Answer>(
  store: Store,
  at: At,
  ask: (view: EntityView, moment: Moment) => Answer,
): Answer | Promise<Answer> {
  const found = store.read((view) => {
    const moment = knownMoment(view, at, momentOf(view));
    return moment && { answer: ask(view.at(moment.checkpoint.number), moment) };
  });
  return found === null ? askAtMoment(store, ask, at) : found.answer;
}

/** @throws ResolverError as `askAtMoment` does. */
export async function momentAt(view: StoreView, at: At): Promise<Moment> {
  const present = momentOf(view);
  return knownMoment(view, at, present) ?? (await soughtMoment(view, at, present));
}

/** null where the block has to be searched for. */
function knownMoment(view: EntityHistory, at: At, present: Moment): Moment | null {
  if (at.kind === "time") return null;
  const number = numberOf(view, at, present.checkpoint);
  const block = view.block(number);
  return block && momentOfBlock(present, number, block);
}

/** The last block with a change, or the end of a range, up to what is asked for. */
async function soughtMoment(view: StoreView, at: At, present: Moment): Promise<Moment> {
  const { checkpoint } = present;
  if (at.kind === "time") {
    if (at.time > checkpoint.time) throw ahead(checkpoint);
    const block = await view.lastBlock({ time: at.time });
    if (block === null) throw beforeLedger(view);
    const moment = momentOfBlock(present, block.number, block);
    const settled =
      block.number <= checkpoint.finalized && (await isSettled(view, at.time, checkpoint.finalized));
    return { ...moment, at: at.time, past: { block: block.number, settled } };
  }
  const number = numberOf(view, at, checkpoint);
  const block = await view.lastBlock({ number });
  if (block === null) throw beforeLedger(view);
  return momentOfBlock(present, number, block);
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

/** @param block The last one up to that number in which something changed. */
function momentOfBlock(present: Moment, number: number, block: KnownBlock): Moment {
  const { checkpoint } = present;
  return {
    checkpoint: { ...checkpoint, ...block },
    chainId: present.chainId,
    at: block.time,
    past: { block: number, settled: number <= checkpoint.finalized },
  };
}

/** A later block may have the same time: only one that is final and later closes a second. */
async function isSettled(view: StoreView, time: number, finalized: number): Promise<boolean> {
  const final = await view.lastBlock({ number: finalized });
  return final !== null && final.time > time;
}

function ahead({ number, time }: Checkpoint): ResolverError {
  return new ResolverError("RESOLVER_MOMENT_AHEAD", "The index has not come to that moment yet.", {
    hint: "Ask without `at` for the present, or for a moment up to the block that `asOf` names.",
    details: { parameter: "at", asOf: { number, time } },
  });
}

function beforeLedger(view: StoreView): ResolverError {
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
