/** What the tail of a key says. */

import type { ActivityPlace } from "../activity.js";
import { toSchemeId } from "../hex.js";
import type { RelationSides, SchemeId, Thing } from "../model.js";
import type { EventPlace, HeldGrant, StretchPlace } from "../places.js";
import { thingWith } from "../things.js";
import {
  addressWidth,
  blockWidth,
  dayWidth,
  epochWidth,
  kinds,
  kindWidth,
  number,
  relationCodes,
  relationKindWidth,
  thingKinds,
  wordWidth,
} from "./fields.js";
import { eventTail, stretchTail } from "./prefixes.js";
import type { KeyRange } from "./range.js";

/** Behind all that a block can have. */
const lastStretch = 0xffffffff;

/** Tail of an undone event in its range. */
export const tailOfEvent = (place: EventPlace): string => eventTail(place);

export const stretchOfTail = (tail: string): StretchPlace => ({
  block: Number.parseInt(tail.slice(0, blockWidth), 16),
  stretch: Number.parseInt(tail.slice(blockWidth), 16),
});

/** Cursor of the events in their range, before the first of a stretch. */
export const tailBeforeStretch = ({ block, stretch }: StretchPlace): string =>
  stretch === 0 ? number(block, blockWidth) : stretchTail({ block, stretch: stretch - 1 });

/** Cursor of the events in their range, behind the last of a block. */
export const tailBehindBlock = (block: number): string => stretchTail({ block, stretch: lastStretch });

export const ordinalOfTail = (tail: string): number => Number.parseInt(tail, 16);

/** Epoch and ordinal in the tail of the key of a grant of an asset. */
export const heldPlaceOfTail = (tail: string): Pick<HeldGrant, "epoch" | "ordinal"> => ({
  epoch: Number.parseInt(tail.slice(0, epochWidth), 16),
  ordinal: Number.parseInt(tail.slice(epochWidth), 16),
});

/** Kind and other side in the tail of the key of a relation of a party or a subject, without `0x`. */
export function relatedOfTail(tail: string): { kind: RelationSides["kind"]; other: string } {
  const code = tail.slice(0, relationKindWidth);
  const kind =
    code === relationCodes.membership ? "membership" : code === relationCodes.twin ? "twin" : "agent";
  const other = tail.slice(relationKindWidth);
  return {
    kind,
    other: kind === "twin" || other.length === addressWidth ? other : other.slice(-addressWidth),
  };
}

/** The thing in the tail of the key of a frozen thing. */
export function thingOfTail(tail: string): Thing {
  const kind = thingKinds.find((one) => kinds[one] === tail.slice(0, kindWidth));
  if (kind === undefined) throw new RangeError(`${tail} names no kind of thing`);
  return thingWith(kind, `0x${tail.slice(kindWidth)}`);
}

/** The batch in the tail of the key of a list, without `0x`. */
export const batchOfListTail = (tail: string): string => tail.slice(-wordWidth);

/** Cursor of a list by day, in its range, before the first entry of a day. */
export const beforeDay = (day: number, of: KeyRange): string =>
  day === 0 ? "0".repeat(of.width) : number(day - 1, dayWidth).padEnd(of.width, "f");

/** Day and scheme in the tail of an entry by day. */
export const dayOfTail = (tail: string): ActivityPlace => ({
  day: Number.parseInt(tail.slice(0, dayWidth), 16),
  scheme: schemeOfTail(tail.slice(dayWidth)),
});

/** The scheme in the tail of a key; null for none. */
export const schemeOfTail = (tail: string): SchemeId | null =>
  /^0*$/.test(tail) ? null : toSchemeId(`0x${tail}`);

/** The block in the tail of an undo key. */
export const blockOfTail = (tail: string): number => Number.parseInt(tail, 16);
