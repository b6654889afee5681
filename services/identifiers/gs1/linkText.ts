/** Where the parts of a Digital Link lie in its text: nothing is cut out before it is known to be one. */
import { hostStart } from "../uri.js";
import { applicationIdentifierAt } from "./applicationIdentifiers.js";

/** A path in a text, perhaps with a query, perhaps that of a web address. */
export interface LinkText {
  readonly text: string;
  /** Where the host of a web address stands; nowhere in a mere path. */
  readonly hostAt: number;
  readonly hostEnd: number;
  /** Where the first segment begins, behind the slash in front. */
  readonly start: number;
  readonly pathEnd: number;
  /** Where the query begins; 0 where there is none. */
  readonly queryAt: number;
  /** Where path and query end; a fragment comes behind. */
  readonly end: number;
}

const slash = 0x2f;

/** Undefined for a text that is no web address. */
export function addressText(text: string): LinkText | undefined {
  const hostAt = hostStart(text);
  if (hostAt === 0) return undefined;
  const { pathEnd, queryAt, end } = linkText(text, hostAt, hostAt);
  const slashAt = text.indexOf("/", hostAt);
  const hostEnd = slashAt < 0 || slashAt > pathEnd ? pathEnd : slashAt;
  return { text, hostAt, hostEnd, start: hostEnd + 1, pathEnd, queryAt, end };
}

/** A text that is a path, with or without a slash in front. */
export function pathText(text: string): LinkText {
  return linkText(text, 0, text.startsWith("/") ? 1 : 0);
}

/** @param hostAt Where the path begins, or the host in front of it. */
function linkText(text: string, hostAt: number, start: number): LinkText {
  const fragment = text.indexOf("#", hostAt);
  const end = fragment < 0 ? text.length : fragment;
  const mark = text.indexOf("?", hostAt);
  const pathEnd = mark < 0 || mark > end ? end : mark;
  const queryAt = pathEnd === end ? 0 : pathEnd + 1;
  return { text, hostAt, hostEnd: hostAt, start, pathEnd, queryAt, end };
}

/** Where in a path pairs of AIs and values stand, from a key on. */
export interface Pairs {
  readonly start: number;
  readonly end: number;
}

/** Where the path ends without a slash at its end. */
export function endWithoutSlash({ text, start, pathEnd }: LinkText): number {
  return pathEnd > start && text.charCodeAt(pathEnd - 1) === slash ? pathEnd - 1 : pathEnd;
}

/**
 * The pairs of a path: from the last key on from which pairs of a known AI and a value run to the end. One slash at the end is
 * let pass, unless a value is missing before it. Undefined where there is no key in plain.
 */
export function pairsIn(link: LinkText): Pairs | undefined {
  const end = endWithoutSlash(link);
  return pairsBefore(link, end) ?? (end === link.pathEnd ? undefined : pairsBefore(link, link.pathEnd));
}

function pairsBefore({ text, start }: LinkText, end: number): Pairs | undefined {
  let valueAt = segmentStart(text, start, end);
  while (valueAt > start) {
    const aiAt = segmentStart(text, start, valueAt - 1);
    const known = applicationIdentifierAt(text, aiAt, valueAt - 1);
    if (known === undefined) return undefined;
    if (known.qualifiers !== undefined) return { start: aiAt, end };
    if (aiAt === start) return undefined;
    valueAt = segmentStart(text, start, aiAt - 1);
  }
  return undefined;
}

/** Where the pair ends whose AI begins at a place. */
export function pairEnd(text: string, { end }: Pairs, aiAt: number): number {
  const slashAt = text.indexOf("/", text.indexOf("/", aiAt) + 1);
  return slashAt < 0 || slashAt > end ? end : slashAt;
}

/** Where the segment begins that ends at a place. */
function segmentStart(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && text.charCodeAt(at - 1) !== slash) at -= 1;
  return at;
}
