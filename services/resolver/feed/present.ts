/** Events and corrections in the form of the API. */
import { type PlacedEvent, positionOf } from "../../store/events.js";
import { textOfPosition } from "./position.js";
import type { CorrectionView, EventView } from "./schema.js";
import type { Correction, FeedMessage } from "./step.js";

export function eventView(placed: PlacedEvent): EventView {
  const { event, block, log, transaction, things, owners, namespaces } = placed;
  return {
    id: textOfPosition(positionOf(placed)),
    event,
    block: { number: block.number, hash: block.hash, time: block.time },
    log,
    transaction,
    things: things.map(({ kind, id }) => ({ kind, id })),
    owners: [...owners],
    namespaces: [...namespaces],
  };
}

export function correctionView({ undone, standing }: Correction): CorrectionView {
  return {
    undone: undone === null ? null : undone.map(eventView),
    standing: standing === null ? null : textOfPosition(standing),
  };
}

/** The id after which a reader goes on that has the message. */
export function idOf(message: FeedMessage): string {
  return textOfPosition(message.kind === "change" ? positionOf(message.event) : message.standing);
}

/** A message of the stream; JSON has no line breaks of its own. */
export function messageText(message: FeedMessage): string {
  const data = message.kind === "change" ? eventView(message.event) : correctionView(message);
  return `event: ${message.kind}\nid: ${idOf(message)}\ndata: ${JSON.stringify(data)}\n\n`;
}
