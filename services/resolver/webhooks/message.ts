/** What is sent, and by what its receiver knows whom it is from: Standard Webhooks 1.0.0. */
import { createHmac } from "node:crypto";
import { positionOf } from "../../store/events.js";
import { textOfPosition } from "../feed/position.js";
import { correctionView, eventView, idOf } from "../feed/present.js";
import type { FeedMessage } from "../feed/step.js";

export interface Message {
  /** The same for each attempt: an event's own id, or that of a correction. */
  readonly id: string;
  readonly body: string;
  /** Id of the event after which to go on once it is told. */
  readonly after: string;
}

/** @param now Unix milliseconds. */
export function messageOf(message: FeedMessage, now: number): Message {
  const after = idOf(message);
  const data = message.kind === "change" ? eventView(message.event) : correctionView(message);
  const timestamp = new Date(now).toISOString();
  return { id: nameOf(message), body: JSON.stringify({ type: message.kind, timestamp, data }), after };
}

/** A correction is named by the last event that it takes back. */
function nameOf(message: FeedMessage): string {
  if (message.kind === "change") return textOfPosition(positionOf(message.event));
  const last = message.undone?.[0];
  return last === undefined
    ? `after-${textOfPosition(message.standing)}`
    : `undone-${textOfPosition(positionOf(last))}`;
}

/** Prefix of secrets, in which form libraries take them. */
const secretPrefix = "whsec_";
export const secretText = (secret: string): string => secretPrefix + secret;

/**
 * The headers that say whom a message is from, and when it was sent.
 * @param secret 32 bytes in base64.
 * @param now Unix milliseconds.
 */
export function signedHeaders(
  { id, body }: Pick<Message, "id" | "body">,
  secret: string,
  now: number,
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(now / 1000));
  const mac = createHmac("sha256", Buffer.from(secret, "base64"))
    .update(`${id}.${timestamp}.${body}`)
    .digest("base64");
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": `v1,${mac}` };
}
