/**
 * The id of an event: block, the first 8 bytes of the block's hash, log, as in `118-9f86d081884c7d65-3`. It names the same event
 * in every index, and none where the block was replaced.
 */
import type { EventPosition } from "../../store/events.js";

const form = /^(0|[1-9]\d{0,14})-([0-9a-f]{16})-(0|[1-9]\d{0,8})$/;

/** What stands for the place before all events. */
export const beginning = "0";

export const textOfPosition = (position: EventPosition | null): string =>
  position === null ? beginning : `${position.block}-${position.branch}-${position.log}`;

/** null where the text is not the id of an event. */
export function parsePosition(text: string): EventPosition | null {
  const [, block, branch, log] = form.exec(text) ?? [];
  if (block === undefined || branch === undefined || log === undefined) return null;
  return { block: Number(block), branch, log: Number(log) };
}
