/** Where a feed begins: after an event, after a block, or now. */
import type { EventPosition } from "../../store/events.js";
import type { StoreView } from "../../store/view.js";
import { ResolverError } from "../errors.js";
import { momentOf } from "../resolution/moment.js";
import { parsePosition } from "./position.js";

export type Start =
  | { readonly kind: "event"; readonly position: EventPosition }
  | { readonly kind: "block"; readonly block: number }
  | { readonly kind: "now" };

const blockForm = /^(?:0|[1-9]\d{0,14})$/;

/** null where the text is neither the id of an event nor a block's number. */
export function parseStart(text: string): Start | null {
  if (blockForm.test(text)) return { kind: "block", block: Number(text) };
  const position = parsePosition(text);
  return position === null ? null : { kind: "event", position };
}

/**
 * The event after which a feed begins; null for the first.
 * @throws ResolverError RESOLVER_NOT_READY, RESOLVER_EVENT_AHEAD
 */
export async function startAt(view: StoreView, start: Start): Promise<EventPosition | null> {
  const { checkpoint } = momentOf(view);
  switch (start.kind) {
    case "event":
      return start.position;
    case "block":
      if (start.block > checkpoint.number) throw eventAhead(start.block, checkpoint.number);
      return view.events.last(start.block);
    case "now":
      return view.events.last(checkpoint.number);
  }
}

export function eventAhead(block: number, indexed: number): ResolverError {
  return new ResolverError("RESOLVER_EVENT_AHEAD", `The index has not come to block ${block} yet.`, {
    hint: "Try again shortly: another replica may be ahead of this one.",
    details: { block, indexed },
  });
}
