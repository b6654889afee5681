/**
 * What comes after a place in the log of events, a bounded piece at a time. A reader is its place and nothing else: whether it
 * follows live, comes back after a year, or was told of a branch that the chain has left, the next step is worked out from there.
 */
import { type EventPosition, type PlacedEvent, positionOf } from "../../store/events.js";
import type { StoreView } from "../../store/view.js";
import { ResolverError } from "../errors.js";
import { momentOf } from "../resolution/moment.js";
import { type EventFilter, matches } from "./filter.js";
import { textOfPosition } from "./position.js";
import { eventAhead } from "./start.js";

export type FeedMessage = { readonly kind: "change"; readonly event: PlacedEvent } | Correction;

/** Events are void, because the chain replaced their blocks. */
export interface Correction {
  readonly kind: "correction";
  /** The last one first; null where they cannot be named: all after `standing`. */
  readonly undone: readonly PlacedEvent[] | null;
  /** The last event before them; null for none. */
  readonly standing: EventPosition | null;
}

export interface Step {
  readonly messages: readonly FeedMessage[];
  /** Where the reader then is. */
  readonly position: EventPosition | null;
  /** Whether there may be more already. */
  readonly more: boolean;
}

/** What a reader wants. */
export interface Wanted {
  readonly filter: EventFilter;
  /** Whether only what can no longer be replaced: then there are no corrections. */
  readonly final: boolean;
}

/** Events that are read, and undone events that are named, at once. */
export const stepEvents = 200;

/** @throws ResolverError RESOLVER_NOT_READY, RESOLVER_EVENT_AHEAD, RESOLVER_EVENT_FORGOTTEN */
export async function stepFrom(
  view: StoreView,
  position: EventPosition | null,
  wanted: Wanted,
): Promise<Step> {
  if (position !== null && !view.events.stands(position)) return await stepBack(view, position, wanted);
  const { checkpoint } = momentOf(view);
  const upTo = wanted.final ? checkpoint.finalized : checkpoint.number;
  const read = await view.events.after(position, stepEvents);
  const events = read.filter(({ block }) => block.number <= upTo);
  const last = events.at(-1);
  return {
    messages: events
      .filter((event) => matches(view, wanted.filter, event))
      .map((event) => ({ kind: "change", event })),
    position: last === undefined ? position : positionOf(last),
    more: events.length === stepEvents,
  };
}

async function stepBack(view: StoreView, position: EventPosition, wanted: Wanted): Promise<Step> {
  const undone = await view.events.undone(position, stepEvents);
  if (undone === null) return await stepBackToFinal(view, position, wanted);
  const { standing } = undone;
  const heard = undone.events.filter((event) => matches(view, wanted.filter, event));
  const correction: Correction = { kind: "correction", undone: heard, standing };
  return {
    messages: heard.length === 0 ? [] : corrections(wanted, correction),
    position: standing,
    more: true,
  };
}

/** Whoever wants what is final alone was told nothing of events that are void: it may only have begun behind them. */
const corrections = ({ final }: Wanted, correction: Correction): readonly FeedMessage[] =>
  final ? [] : [correction];

/** Another index told the reader of a branch that this one never saw: what is final is the same in both. */
async function stepBackToFinal(view: StoreView, position: EventPosition, wanted: Wanted): Promise<Step> {
  const { number, finalized } = momentOf(view).checkpoint;
  if (position.block > number) throw eventAhead(position.block, number);
  if (position.block <= finalized) throw forgotten(position, finalized);
  const standing = await view.events.last(finalized);
  const correction: Correction = { kind: "correction", undone: null, standing };
  return { messages: corrections(wanted, correction), position: standing, more: true };
}

function forgotten(position: EventPosition, finalized: number): ResolverError {
  return new ResolverError(
    "RESOLVER_EVENT_FORGOTTEN",
    "The chain has no such event, and the index does not know of one that was replaced.",
    {
      hint: "It is of another ledger, or of a branch that this index never saw. Begin after a block: after=<number>.",
      details: { after: textOfPosition(position), finalized },
    },
  );
}
